// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import java.nio.ByteBuffer;

/**
 * The last alerts of a model, so that a label can find the one that it speaks of; kept over a restart. Constant memory. Not
 * thread-safe.
 */
final class Alerts {
    private static final int KEPT = 1_024;

    private final long[] devices = new long[KEPT];
    private final long[] times = new long[KEPT];
    private int size;
    private int next;
    /** The newest time among the alerts that had to make room: what lies before it may be forgotten. */
    private long forgotten = Long.MIN_VALUE;

    /** @param time nanoseconds since the epoch */
    void add(String device, long time) {
        add(Names.hash(device), time);
    }

    private void add(long device, long time) {
        if (size == KEPT) {
            forgotten = Math.max(forgotten, times[next]);
        }
        devices[next] = device;
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

    /** Whether no alert from this time on was forgotten; nanoseconds since the epoch. */
    boolean reaches(long from) {
        return from > forgotten;
    }

    byte[] kept() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * (2 * size + 1)).putLong(forgotten);
        for (int i = 0; i < size; i++) {
            int oldest = size < KEPT ? i : (next + i) % KEPT;
            out.putLong(devices[oldest]).putLong(times[oldest]);
        }
        return out.array();
    }

    void restore(byte[] kept) {
        ByteBuffer in = ByteBuffer.wrap(kept);
        forgotten = in.getLong();
        while (in.hasRemaining()) {
            add(in.getLong(), in.getLong());
        }
    }
}
