// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Rows;
import java.util.Arrays;
import java.util.List;

/** Rows that grow in number. */
final class Table {

    private long[] times = new long[256];
    private double[][] values = new double[256][];
    private boolean[] replayed = new boolean[256];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        Arrays.fill(values, null);
    }

    void add(Run row) {
        double[] copy = new double[row.columns()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = row.value(i);
        }
        add(row.time(), copy, row.replayed());
    }

    void add(long time, double[] row, boolean mark) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            replayed = Arrays.copyOf(replayed, 2 * size);
        }
        times[size] = time;
        values[size] = row;
        replayed[size++] = mark;
    }

    void reverse() {
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            long time = times[i];
            times[i] = times[j];
            times[j] = time;
            double[] row = values[i];
            values[i] = values[j];
            values[j] = row;
            boolean mark = replayed[i];
            replayed[i] = replayed[j];
            replayed[j] = mark;
        }
    }

    Rows rows(List<String> attributes, boolean more) {
        return new Rows(
                attributes,
                Arrays.copyOf(times, size),
                Arrays.copyOf(values, size),
                Arrays.copyOf(replayed, size),
                more);
    }
}
