// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

/**
 * A histogram of nanoseconds in constant memory: eight steps an octave, so a quantile is at most an eighth too high, and
 * never too low. Not thread-safe.
 */
public final class Latencies {
    private static final int STEPS = 8;
    private static final int STEP_BITS = 3;
    private static final int OCTAVES = 48;

    private final long[] counts = new long[OCTAVES * STEPS];
    private long total;

    /** @param nanos negative counts as 0 */
    public void record(long nanos, long rows) {
        counts[bucket(Math.max(0, nanos))] += rows;
        total += rows;
    }

    /** An upper bound of the quantile, nanoseconds; 0 where nothing was recorded. */
    public long quantile(double quantile) {
        long rank = (long) Math.ceil(quantile * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return upper(i);
            }
        }
        return 0;
    }

    public long total() {
        return total;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> octave - STEP_BITS) & STEPS - 1;
        return Math.min(OCTAVES * STEPS - 1, (octave - STEP_BITS + 1) * STEPS + step);
    }

    private static long upper(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) STEPS + bucket % STEPS + 1 << shift) - 1;
    }

    long[] counts() {
        return counts.clone();
    }

    void restore(long[] kept) {
        System.arraycopy(kept, 0, counts, 0, Math.min(kept.length, counts.length));
        total = java.util.Arrays.stream(counts).sum();
    }
}
