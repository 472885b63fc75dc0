// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after so many failures: doubled each time up to a cap, and between half and all of that by chance, so that
 * many nodes do not come back at once.
 */
record Backoff(Duration first, Duration cap, DoubleSupplier chance) {
    private static final int DOUBLINGS = 20;

    Duration after(int failures) {
        double full = Math.min(
                cap.toMillis(), (double) first.toMillis() * (1L << Math.min(DOUBLINGS, Math.max(0, failures - 1))));
        return Duration.ofMillis(Math.round(full * (0.5 + chance.getAsDouble() / 2)));
    }
}
