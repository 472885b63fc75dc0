// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import io.ganglion.api.flow.Intake;
import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/** A driver that is asked rather than told. The pipeline ticks it, so that it needs no thread of its own. */
@ConsumerType
public interface PolledDriver extends Driver {

    /** How often {@link #poll} is called; at least 1 ms. Read again after every poll. */
    Duration period();

    /**
     * Reads once and offers what was read. Called by one thread at a time, never concurrently for one instance. A
     * reading that the intake refuses may be offered again at the next poll.
     *
     * <p>Throwing is a defect, but a survivable one: the pipeline logs it once and goes on ticking.
     */
    void poll(Intake intake);
}
