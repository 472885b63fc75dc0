// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.flow.Flow;

/** Rows accepted a second, over the last two minutes. One thread beats, others read. */
public final class Pulse {

    private static final int SECONDS = 120;
    private static final int SHOWN = 5;

    private final long[] perSecond = new long[SECONDS];
    private int beats;
    private long before = -1;

    /** Once a second. */
    public synchronized void beat(Flow flow) {
        long rows = flow.counters().rows();
        if (before >= 0) {
            // The pipeline that began anew counts from 0.
            perSecond[beats++ % SECONDS] = Math.max(0, rows - before);
        }
        before = rows;
    }

    /** The oldest first. */
    synchronized long[] recent() {
        int size = Math.min(beats, SECONDS);
        long[] recent = new long[size];
        for (int i = 0; i < size; i++) {
            recent[i] = perSecond[(beats - size + i) % SECONDS];
        }
        return recent;
    }

    /** The mean of the last seconds. */
    synchronized double perSecond() {
        long[] recent = recent();
        int size = Math.min(SHOWN, recent.length);
        double sum = 0;
        for (int i = recent.length - size; i < recent.length; i++) {
            sum += recent[i];
        }
        return size == 0 ? 0 : sum / size;
    }
}
