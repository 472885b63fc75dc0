// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import org.osgi.annotation.versioning.ConsumerType;

/** How a driver learns that a payload is out of its hands. */
@FunctionalInterface
@ConsumerType
public interface Acknowledgement {

    /** For senders that do not wait for an answer. */
    Acknowledgement NONE = () -> {};

    /** The payload is accepted or quarantined, and this node answers for it. */
    void done();
}
