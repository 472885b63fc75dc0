// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import io.ganglion.api.device.Payload;
import org.osgi.annotation.versioning.ProviderType;

/** The door of the node. */
@ProviderType
public interface Intake {

    /**
     * Hands a payload over. Thread-safe; returns at once. Payloads of one device are worked on in the order in which
     * they were offered.
     *
     * @param done called once, when the payload is accepted, all stages have seen it and every {@link Keeper} has kept it,
     *     or when it is durably in quarantine. Called by a partition's thread: it must not block. Never called where the node stops first; the
     *     sender then still has the payload.
     * @return false where the device's partition is full, or the device sends more than its rate: nothing was taken, and the caller keeps the payload and offers
     *     it again later
     */
    boolean offer(Payload payload, Acknowledgement done);
}
