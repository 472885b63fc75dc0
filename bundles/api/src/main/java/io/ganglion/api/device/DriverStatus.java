// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.device;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How a driver is doing.
 *
 * @param state where it stands
 * @param detail one sentence for the operator: what, where, and the next step when there is one
 * @param since when this state began
 */
public record DriverStatus(State state, String detail, Instant since) {

    /** Where a driver stands. */
    public enum State {
        /** Not yet connected for the first time. */
        STARTING,
        /** Delivers. */
        ONLINE,
        /** Delivers, but not all that it should; the detail says what is missing. */
        DEGRADED,
        /** Does not deliver, and tries again by itself. */
        OFFLINE,
        /** Does not deliver and will not until somebody changes its configuration. */
        FAILED
    }

    public DriverStatus {
        requireNonNull(state, "state");
        requireNonNull(detail, "detail");
        requireNonNull(since, "since");
    }
}
