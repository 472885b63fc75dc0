// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

/** Bytes a second, over the last ten. By the monotonic clock. Thread-safe. */
final class Meter {
    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final long[] bytes = new long[SECONDS + 1];
    private long second = Long.MIN_VALUE;
    private long total;

    synchronized void add(int count, long now) {
        turn(now);
        bytes[slot(second)] += count;
        total += count;
    }

    synchronized long total() {
        return total;
    }

    /** Without the second that runs. */
    synchronized long perSecond(long now) {
        turn(now);
        long sum = -bytes[slot(second)];
        for (long each : bytes) {
            sum += each;
        }
        return sum / SECONDS;
    }

    private void turn(long now) {
        long current = Math.floorDiv(now, SECOND);
        if (second == Long.MIN_VALUE) {
            second = current;
        }
        for (long passed = Math.min(SECONDS + 1, current - second); passed > 0; passed--) {
            bytes[slot(current - passed + 1)] = 0;
        }
        second = current;
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS + 1);
    }
}
