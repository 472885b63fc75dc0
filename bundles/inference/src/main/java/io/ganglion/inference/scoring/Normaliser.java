// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelSpec.Input;
import java.util.List;

/** Turns transformed values into the numbers that a network takes. Immutable. */
final class Normaliser {
    /** No input goes further from the mean than this many deviations, so that no score overflows. */
    static final double LIMIT = 1e4;

    private final double[] means;
    private final double[] factors;

    private Normaliser(double[] means, double[] factors) {
        this.means = means;
        this.factors = factors;
    }

    static Normaliser of(List<Input> inputs) {
        return new Normaliser(
                inputs.stream().mapToDouble(Input::mean).toArray(),
                inputs.stream().mapToDouble(input -> 1 / input.deviation()).toArray());
    }

    /** The transformed value that becomes this number. */
    double restored(int input, double normal) {
        return means[input] + normal / factors[input];
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
