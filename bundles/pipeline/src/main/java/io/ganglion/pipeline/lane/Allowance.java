// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

/**
 * What one device may send: so many payloads a second, and so many at once after a pause. Costs a device one number: the
 * time at which all that it has sent would be within its rate.
 *
 * @param perSecond payloads a second; 0 for no limit
 * @param burst payloads at once, at least 1
 */
public record Allowance(int perSecond, int burst) {

    /** As much as the partition takes. */
    public static final Allowance UNLIMITED = new Allowance(0, 1);

    private static final long SECOND = 1_000_000_000L;

    public Allowance {
        if (perSecond < 0 || perSecond > 10_000_000) {
            throw new IllegalArgumentException("rate_per_s must be 0 to 10000000: rate_per_s=" + perSecond);
        }
        if (burst < 1 || burst > 10_000_000) {
            throw new IllegalArgumentException("burst must be 1 to 10000000: burst=" + burst);
        }
    }

    boolean isLimited() {
        return perSecond > 0;
    }

    /** Whether a device whose payloads are covered until {@code coveredUntil} has to wait at {@code now}, nanoseconds. */
    boolean isSpent(long coveredUntil, long now) {
        return ahead(coveredUntil, now) > (burst - 1) * (SECOND / perSecond);
    }

    /** Until when a device's payloads are covered after one more. */
    long charge(long coveredUntil, long now) {
        return now + ahead(coveredUntil, now) + SECOND / perSecond;
    }

    /** How far it is ahead of its rate, nanoseconds; what cannot be is a device that has sent nothing yet. */
    private long ahead(long coveredUntil, long now) {
        long ahead = coveredUntil - now;
        return ahead < 0 || ahead > (burst + 1L) * (SECOND / perSecond) ? 0 : ahead;
    }
}
