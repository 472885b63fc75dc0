// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

/**
 * How fast payloads come to a partition, and whether it may therefore nap instead of sleeping.
 *
 * <p>To wake a sleeping thread costs sender and partition together 6 to 17 microseconds, a multiple of the work on a payload.
 * Where payloads come close upon each other, a partition that has run dry naps and finds the next ones by itself; below
 * that rate it sleeps at once and is woken by the very next payload.
 */
final class Pace {

    /** A nap, nanoseconds; the kernel's slack adds about 60,000. The longest that a payload waits under load. */
    static final long NAP = 200_000;

    /** The mean distance of payloads at which napping pays, nanoseconds. */
    private static final long CLOSE = 75_000;

    /** Naps without a payload after which it sleeps. */
    private static final int IN_VAIN = 3;

    private long mean = Long.MAX_VALUE >>> 1;
    private long last = System.nanoTime();

    /** A batch was found. */
    void batch(int count) {
        long now = System.nanoTime();
        long distance = (now - last) / count;
        last = now;
        // One long pause must not outweigh a hundred payloads, nor one burst an hour's quiet.
        mean += (Math.min(distance, 16 * CLOSE) - Math.min(mean, 16 * CLOSE)) / 8;
        mean = Math.min(mean, 16 * CLOSE);
    }

    boolean mayNap(int napsInVain) {
        return mean < CLOSE && napsInVain < IN_VAIN;
    }
}
