// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.retrain;

import java.util.Arrays;

/** Times of one phase, every one of them. Not thread-safe. */
final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latency;
    }

    int count() {
        return count;
    }

    /** In ms; {@code NaN} where there is none. */
    double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }
}
