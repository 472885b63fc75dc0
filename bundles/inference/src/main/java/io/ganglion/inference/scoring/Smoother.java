// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.Arrays;

/** The last rows' errors of one device, and their average. Not thread-safe. */
final class Smoother {
    private final int rows;
    private final int inputs;
    private final double[] ring;
    private int size;
    private int next;

    Smoother(int rows, int inputs) {
        this.rows = rows;
        this.inputs = inputs;
        this.ring = new double[rows * inputs];
    }

    void clear() {
        size = 0;
        next = 0;
    }

    /**
     * Adds a row and averages.
     *
     * @param errors shape {@code [inputs]}: the newest row's going in, the average coming out
     * @return the smoothed score, which is the sum of the averages
     */
    double smooth(double[] errors) {
        System.arraycopy(errors, 0, ring, next * inputs, inputs);
        next = next + 1 == rows ? 0 : next + 1;
        size = Math.min(rows, size + 1);
        if (size > 1) {
            average(errors);
        }
        double score = 0;
        for (int i = 0; i < inputs; i++) {
            score += errors[i];
        }
        return score;
    }

    /** Added up afresh each time: a running sum would remember the rounding of a spike long after it has passed. */
    private void average(double[] errors) {
        Arrays.fill(errors, 0, inputs, 0);
        for (int row = 0; row < size; row++) {
            int from = row * inputs;
            for (int i = 0; i < inputs; i++) {
                errors[i] += ring[from + i];
            }
        }
        double weight = 1.0 / size;
        for (int i = 0; i < inputs; i++) {
            errors[i] *= weight;
        }
    }
}
