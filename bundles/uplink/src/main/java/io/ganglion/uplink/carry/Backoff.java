// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that grow, somewhere between half and all of twice the last: a hundred nodes must not come back as one. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator chance;
    private Duration ceiling;

    Backoff(Duration first, Duration most, RandomGenerator chance) {
        this.first = first;
        this.most = most;
        this.chance = chance;
        this.ceiling = first;
    }

    Duration next() {
        Duration pause = ceiling.multipliedBy(chance.nextInt(500, 1_001)).dividedBy(1_000);
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(most) < 0 ? doubled : most;
        return pause;
    }

    /** For what only a person can end. */
    Duration longest() {
        return most.multipliedBy(chance.nextInt(500, 1_001)).dividedBy(1_000);
    }

    void reset() {
        ceiling = first;
    }
}
