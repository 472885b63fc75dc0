// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/** Rows as the network sees them: each input averaged over the last rows of its device, then normalised. */
final class Windows {
    private final List<float[]> rows = new ArrayList<>();
    private final int window;
    private final double farthest;
    private int leftOut;

    /** @param farthest windows with an input further from 0 are counted, not kept */
    Windows(int window, double farthest) {
        this.window = window;
        this.farthest = farthest;
    }

    /** Adds the windows of one device's uninterrupted rows, one beside the other: overlapping ones teach nothing new. */
    void add(Contract contract, List<ModelSpec.Input> inputs, List<Observation> observations) {
        double[][] normalised = new double[observations.size()][];
        for (int row = 0; row < observations.size(); row++) {
            normalised[row] = normalised(contract, inputs, observations.get(row));
            if ((row + 1) % window == 0) {
                keep(mean(normalised, row, inputs.size()));
            }
        }
    }

    private void keep(float[] input) {
        for (float value : input) {
            if (Math.abs(value) > farthest) {
                leftOut++;
                return;
            }
        }
        rows.add(input);
    }

    private static double[] normalised(Contract contract, List<ModelSpec.Input> inputs, Observation row) {
        double[] values = new double[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            ModelSpec.Input input = inputs.get(i);
            int column = contract.column(input.attribute());
            values[i] = row.isGood(column)
                    ? (Moments.transformed(row.values()[column], input.transform()) - input.mean()) / input.deviation()
                    : Double.NaN;
        }
        return values;
    }

    /** An input that no row of the window has is at its mean. */
    private float[] mean(double[][] normalised, int last, int inputs) {
        float[] mean = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            double sum = 0;
            int count = 0;
            for (int row = last - window + 1; row <= last; row++) {
                if (!Double.isNaN(normalised[row][i])) {
                    sum += normalised[row][i];
                    count++;
                }
            }
            mean[i] = count == 0 ? 0 : (float) (sum / count);
        }
        return mean;
    }

    /** Shape {@code [windows][inputs]}. */
    List<float[]> rows() {
        return rows;
    }

    int leftOut() {
        return leftOut;
    }
}
