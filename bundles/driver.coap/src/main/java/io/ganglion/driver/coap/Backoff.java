// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Doubles the pause from try to try, with a fifth of jitter, so that many nodes do not storm a device when it comes back. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator chance;
    private int tries;

    Backoff(Duration first, Duration most, RandomGenerator chance) {
        this.first = first;
        this.most = most;
        this.chance = chance;
    }

    Duration next() {
        // 2^20 seconds is beyond every limit; the shift stays small.
        long millis = first.toMillis() << Math.min(20, tries++);
        return jitter(Math.min(millis, most.toMillis()));
    }

    /** For trouble that only a person can end: not often. */
    Duration slow() {
        return jitter(most.toMillis());
    }

    private Duration jitter(long millis) {
        return Duration.ofMillis(Math.max(1, Math.round(millis * chance.nextDouble(0.8, 1.2))));
    }

    void reset() {
        tries = 0;
    }
}
