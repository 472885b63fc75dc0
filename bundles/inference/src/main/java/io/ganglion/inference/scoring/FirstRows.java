// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that a device was commissioned with. They are kept, so that the next version of a model finds the device's
 * normal from the same rows at once.
 *
 * @param inputs numbers in a row
 * @param values shape {@code [rows][inputs]}: transformed, not normalised, {@code NaN} where absent
 */
public record FirstRows(int inputs, double[] values) {
    private static final int CHUNK = 64;
    /** A network that reconstructs its first rows to the last bit would else cry wolf at the next one. */
    private static final double LEAST_THRESHOLD = 1e-6;

    public FirstRows {
        if (inputs < 1 || values.length == 0 || values.length % inputs != 0) {
            throw new IllegalArgumentException(
                    "first rows must be whole rows: inputs=" + inputs + " values=" + values.length);
        }
    }

    /** How many. */
    public int rows() {
        return values.length / inputs;
    }

    /**
     * The model for this device alone: its own mean and deviation of each input, and {@code margin} times the
     * {@code quantile} of the rows' smoothed scores. For a series at least as many rows as it has steps; a row that was
     * not good, and so was not kept, is not there as a step either.
     */
    ModelSpec commissioned(ModelSpec spec, Network network) {
        List<ModelSpec.Input> own = new ArrayList<>(inputs);
        for (int i = 0; i < inputs; i++) {
            own.add(commissioned(spec.inputs().get(i), i));
        }
        double[] scores = scores(spec, own, network);
        Arrays.sort(scores);
        ModelSpec.Commissioning asked = spec.commissioning();
        double threshold = asked.margin() * quantile(scores, asked.quantile());
        return new ModelSpec(
                spec.contract(),
                own,
                spec.window(),
                spec.steps(),
                spec.smoothing(),
                Math.max(LEAST_THRESHOLD, threshold),
                new ModelSpec.Commissioning(0, asked.quantile(), asked.margin()));
    }

    private ModelSpec.Input commissioned(ModelSpec.Input input, int column) {
        double count = 0;
        double mean = 0;
        double squares = 0;
        for (int at = column; at < values.length; at += inputs) {
            double value = values[at];
            if (!Double.isNaN(value)) {
                count++;
                double step = value - mean;
                mean += step / count;
                squares += step * (value - mean);
            }
        }
        // An input that was hardly ever there keeps what training knew of it.
        return count < 2 ? input : input.commissioned(mean, Math.sqrt(squares / count));
    }

    private double[] scores(ModelSpec spec, List<ModelSpec.Input> own, Network network) {
        Network.Runner runner = network.newRunner();
        Normaliser normaliser = Normaliser.of(own);
        int steps = spec.steps();
        int wide = steps * inputs;
        float[] in = new float[CHUNK * wide];
        float[] out = new float[CHUNK * network.outputs()];
        double[] errors = new double[inputs];
        Smoother smoother = new Smoother(spec.smoothing(), inputs);
        double[] scores = new double[rows() - steps + 1];
        for (int from = 0; from < scores.length; from += CHUNK) {
            int count = Math.min(CHUNK, scores.length - from);
            for (int row = 0; row < count; row++) {
                for (int step = 0; step < steps; step++) {
                    normaliser.apply(values, (from + row + step) * inputs, in, row * wide + step * inputs);
                }
            }
            runner.run(in, count, out);
            for (int row = 0; row < count; row++) {
                long present = present((from + row + steps - 1) * inputs);
                int newest = (row + 1) * network.outputs() - inputs;
                Reconstruction.split(in, (row + 1) * wide - inputs, out, newest, present, errors, inputs);
                scores[from + row] = smoother.smooth(errors);
            }
        }
        return scores;
    }

    private long present(int from) {
        long present = 0;
        for (int i = 0; i < inputs; i++) {
            double value = values[from + i];
            present |= !Double.isNaN(value) ? 1L << i : 0;
        }
        return present;
    }

    /** Between the two nearest ranks. */
    private static double quantile(double[] sorted, double quantile) {
        double rank = quantile * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
