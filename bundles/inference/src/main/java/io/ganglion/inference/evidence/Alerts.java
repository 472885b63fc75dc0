// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

/** The last alerts of a model, so that a label can find the one that it speaks of. Constant memory. Not thread-safe. */
final class Alerts {
    private static final int KEPT = 1_024;

    private final long[] devices = new long[KEPT];
    private final long[] times = new long[KEPT];
    private int size;
    private int next;

    /** @param time nanoseconds since the epoch */
    void add(String device, long time) {
        devices[next] = Names.hash(device);
        times[next] = time;
        next = next + 1 == KEPT ? 0 : next + 1;
        size = Math.min(KEPT, size + 1);
    }

    /** Whether there was one of this device, {@code from} included and {@code to} not. */
    boolean any(String device, long from, long to) {
        long hash = Names.hash(device);
        for (int i = 0; i < size; i++) {
            if (devices[i] == hash && times[i] >= from && times[i] < to) {
                return true;
            }
        }
        return false;
    }
}
