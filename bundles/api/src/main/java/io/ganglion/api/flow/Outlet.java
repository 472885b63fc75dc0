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

    /**
     * Publishes one of many, not retained: the outlet may wait with its work for {@link #flush}, so that it does much of
     * it at once. In order with {@link #publish}. Thread-safe, and does not block.
     *
     * @param topic as above
     * @param body handed over, not copied
     * @return false where the outlet cannot take it now; nothing was published
     */
    default boolean enqueue(String topic, byte[] body) {
        return publish(topic, body, false);
    }

    /** Due after the last {@link #enqueue} of a batch, at once. Thread-safe; cheap where there is nothing to do. */
    default void flush() {}
}
