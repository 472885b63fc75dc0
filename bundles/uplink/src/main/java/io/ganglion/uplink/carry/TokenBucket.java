// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

/**
 * Bytes that may be sent, growing by the second up to one second's worth. A message may overdraw it once, so that one
 * longer than a second's worth passes too; the debt is waited off. By the monotonic clock. Not thread-safe.
 */
final class TokenBucket {
    private static final double SECOND = 1e9;

    private final long rate;
    private double tokens;
    private long last;

    /** @param rate bytes a second; 0 for no limit */
    TokenBucket(long rate, long now) {
        this.rate = rate;
        this.tokens = rate;
        this.last = now;
    }

    /** @param credit seconds' worth that may be owed before this */
    boolean isOpen(long now, double credit) {
        tokens = Math.min(rate, tokens + (now - last) / SECOND * rate);
        last = now;
        return rate == 0 || tokens > -credit * rate;
    }

    void take(int bytes) {
        tokens -= bytes;
    }
}
