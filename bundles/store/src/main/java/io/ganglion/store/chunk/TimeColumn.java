// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;

/**
 * Times as what changes in their steps, in the coarsest of nanoseconds, microseconds, milliseconds and seconds that loses
 * nothing. A device that keeps its period costs one byte a row before it is deflated.
 */
final class TimeColumn {

    private static final long[] UNITS = {1_000_000_000L, 1_000_000L, 1_000L, 1L};

    private TimeColumn() {}

    static void write(long[] times, ByteSink out) {
        int unit = coarsest(times);
        out.put(unit);
        long previous = 0;
        long step = 0;
        for (long time : times) {
            long scaled = time / UNITS[unit];
            long nextStep = scaled - previous;
            out.putSigned(nextStep - step);
            previous = scaled;
            step = nextStep;
        }
    }

    static long[] read(ByteSource in, int rows) {
        long unit = UNITS[in.get()];
        long[] times = new long[rows];
        long value = 0;
        long step = 0;
        for (int i = 0; i < rows; i++) {
            step += in.getSigned();
            value += step;
            times[i] = value * unit;
        }
        return times;
    }

    private static int coarsest(long[] times) {
        int unit = 0;
        for (long time : times) {
            while (time % UNITS[unit] != 0) {
                unit++;
            }
        }
        return unit;
    }
}
