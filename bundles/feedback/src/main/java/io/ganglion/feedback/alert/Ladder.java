// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import io.ganglion.api.feedback.Severity;
import java.time.Duration;
import java.util.Arrays;

/**
 * How bad an episode is, by how far its scores lie over the device's threshold and by how long it lasts.
 *
 * @param shares score over threshold from which on it is {@code MEDIUM}, {@code HIGH}, {@code CRITICAL}; ascending
 * @param lasts duration from which on it is at least {@code MEDIUM}, {@code HIGH}, {@code CRITICAL}; zero for never
 */
public record Ladder(double[] shares, Duration[] lasts) {
    private static final int STEPS = 3;

    public Ladder {
        shares = shares.clone();
        lasts = lasts.clone();
        if (shares.length != STEPS || lasts.length != STEPS || !(shares[0] <= shares[1] && shares[1] <= shares[2])) {
            throw new IllegalArgumentException(
                    "three ascending shares and three durations, for medium, high, critical: shares="
                            + Arrays.toString(shares) + " durations=" + Arrays.toString(lasts));
        }
    }

    static Ladder ordinary() {
        return new Ladder(
                new double[] {1.5, 3, 10}, new Duration[] {Duration.ofHours(1), Duration.ofHours(8), Duration.ZERO});
    }

    /**
     * @param share score over threshold, as it lasts
     * @param nanos how long the episode is
     */
    Severity of(double share, long nanos) {
        int step = 0;
        for (int i = 0; i < STEPS; i++) {
            boolean lasting = !lasts[i].isZero() && nanos >= lasts[i].toNanos();
            if (share >= shares[i] || lasting) {
                step = i + 1;
            }
        }
        return Severity.values()[step];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ladder ladder
                && Arrays.equals(shares, ladder.shares)
                && Arrays.equals(lasts, ladder.lasts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shares) * 31 + Arrays.hashCode(lasts);
    }
}
