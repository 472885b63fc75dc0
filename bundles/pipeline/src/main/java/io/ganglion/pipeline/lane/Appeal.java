// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Rejection;
import io.ganglion.api.flow.Acknowledgement;

/** The sender of a payload that is offered again out of the quarantine. */
public interface Appeal extends Acknowledgement {

    /** Its number in the quarantine. */
    long id();

    /** It was refused again; that is durable now, and {@link #done()} follows. The quarantine's thread. */
    void refused(Rejection rejection);
}
