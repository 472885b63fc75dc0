// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.Arrays;

/**
 * A device's first good rows, transformed and not normalised, while they are being collected. Written by one partition's
 * thread; {@link #rows()} may be asked by any.
 */
final class Trial {
    private final int inputs;
    private double[] values;
    private volatile int rows;
    private volatile boolean forgotten;

    Trial(int inputs) {
        this.inputs = inputs;
        this.values = new double[16 * inputs];
    }

    int rows() {
        return rows;
    }

    void add(double[] row, int from) {
        int count = rows;
        if ((count + 1) * inputs > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        System.arraycopy(row, from, values, count * inputs, inputs);
        rows = count + 1;
    }

    FirstRows firstRows() {
        return new FirstRows(inputs, Arrays.copyOf(values, rows * inputs));
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }
}
