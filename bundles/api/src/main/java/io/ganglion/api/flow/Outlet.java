// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import org.osgi.annotation.versioning.ConsumerType;

/** Where messages leave the node: its own broker, and others that subscribe to it. */
@ConsumerType
public interface Outlet {

    /**
     * Publishes. Thread-safe, and does not block on the network.
     *
     * @param topic an MQTT topic name, no wildcards
     * @param body handed over, not copied
     * @param retained whether the broker keeps it for those who subscribe later
     * @return false where the outlet cannot take it now; nothing was published
     */
    boolean publish(String topic, byte[] body, boolean retained);
}
