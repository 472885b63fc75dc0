// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Input;

/** Turns transformed values into the numbers that a network takes. Immutable. */
final class Normaliser {
    /** No input goes further from the mean than this many deviations, so that no score overflows. */
    static final double LIMIT = 1e4;

    private final double[] means;
    private final double[] factors;

    /** @param deviations more than 0 each; shape {@code [inputs]} as {@code means} */
    Normaliser(double[] means, double[] deviations) {
        this.means = means.clone();
        this.factors = new double[deviations.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / deviations[i];
        }
    }

    /** The normaliser of the training data. */
    static Normaliser of(ModelSpec spec) {
        return new Normaliser(
                spec.inputs().stream().mapToDouble(Input::mean).toArray(),
                spec.inputs().stream().mapToDouble(Input::deviation).toArray());
    }

    /** An absent value becomes 0, which is the mean: it says nothing. */
    void apply(double[] row, int from, float[] out, int to) {
        for (int i = 0; i < means.length; i++) {
            double value = row[from + i];
            double normal = (value - means[i]) * factors[i];
            out[to + i] = !Double.isNaN(value) ? (float) Math.max(-LIMIT, Math.min(LIMIT, normal)) : 0;
        }
    }
}
