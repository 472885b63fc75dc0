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
     * A device's own normal: the rows' mean and deviation, and {@code margin} times the {@code quantile} of their
     * smoothed scores.
     *
     * @param least no deviation is less than this part of the training deviation, so that a sensor that stood still
     *     during commissioning does not make every later move an anomaly
     */
    Normal normal(ModelSpec spec, Network network, double least) {
        ModelSpec own = own(spec, network, least);
        return new Normal(Normaliser.of(own), own.threshold());
    }

    /** The same as a specification for this device alone, which asks for no commissioning. */
    ModelSpec own(ModelSpec spec, Network network, double least) {
        ModelSpec unset = own(spec, inputs(spec, least), spec.threshold());
        double[] scores = scores(unset, Normaliser.of(unset), network.newRunner());
        Arrays.sort(scores);
        double threshold = spec.commissioning().margin()
                * quantile(scores, spec.commissioning().quantile());
        return own(spec, unset.inputs(), Math.max(LEAST_THRESHOLD, threshold));
    }

    private static ModelSpec own(ModelSpec spec, List<ModelSpec.Input> inputs, double threshold) {
        ModelSpec.Commissioning done = new ModelSpec.Commissioning(0, 1, 1);
        return new ModelSpec(spec.contract(), inputs, spec.window(), spec.smoothing(), threshold, done);
    }

    private List<ModelSpec.Input> inputs(ModelSpec spec, double least) {
        List<ModelSpec.Input> own = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            ModelSpec.Input input = spec.inputs().get(i);
            double count = 0;
            double mean = 0;
            double squares = 0;
            for (int at = i; at < values.length; at += inputs) {
                double value = values[at];
                if (!Double.isNaN(value)) {
                    count++;
                    double step = value - mean;
                    mean += step / count;
                    squares += step * (value - mean);
                }
            }
            // An input that was never there keeps what training knew of it.
            own.add(new ModelSpec.Input(
                    input.attribute(),
                    input.transform(),
                    count == 0 ? input.mean() : mean,
                    Math.max(
                            count < 2 ? input.deviation() : input.drift() * Math.sqrt(squares / count),
                            least * input.deviation()),
                    input.drift()));
        }
        return own;
    }

    private double[] scores(ModelSpec spec, Normaliser normaliser, Network.Runner runner) {
        float[] in = new float[CHUNK * inputs];
        float[] out = new float[CHUNK * inputs];
        double[] errors = new double[inputs];
        Smoother smoother = new Smoother(spec.smoothing(), inputs);
        double[] scores = new double[rows()];
        for (int from = 0; from < scores.length; from += CHUNK) {
            int count = Math.min(CHUNK, scores.length - from);
            for (int row = 0; row < count; row++) {
                normaliser.apply(values, (from + row) * inputs, in, row * inputs);
            }
            runner.run(in, count, out);
            for (int row = 0; row < count; row++) {
                long present = present((from + row) * inputs);
                Reconstruction.split(in, out, row * inputs, present, errors, 0, inputs);
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
