// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation by what training saw, which is a factor and a shift a feature.
 *
 * @param locked whether gamma and beta are numbers of the configuration
 * @param logarithmic whether the last coefficients are decimal logarithms of deviations, or else variances
 */
record ScaleLayer(Shape input, boolean locked, float gamma, float beta, float eps, boolean logarithmic)
        implements Layer {

    static ScaleLayer read(Settings settings, Shape input) throws ModelException {
        if (input.isSeries() && !settings.text("cnn2DFormat", "NCHW").equals("NHWC")) {
            // Deeplearning4j 1.0.0-M2.1 takes the rows for the features then.
            throw settings.wrong("runs over rows, or over a series with the features last, but gets " + input
                    + " with the features first; put a RnnToFeedForwardPreProcessor before it");
        }
        float eps = settings.number("eps", 1e-5);
        if (eps <= 0) {
            throw settings.wrong("must have an eps above 0: eps=" + eps);
        }
        return new ScaleLayer(
                settings.fitting(input, "nout"),
                settings.is("lockGammaBeta", false),
                settings.number("gamma", 1),
                settings.number("beta", 0),
                eps,
                settings.is("useLogStd", false));
    }

    @Override
    public Shape output() {
        return input;
    }

    @Override
    public long coefficients() {
        return (locked ? 2L : 4L) * input.features();
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        Spread spread = spread(weights);
        Value out = program.output(input);
        program.add(new Scale(inputs.get(0), spread.factors, spread.shifts, out));
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        Spread spread = spread(weights);
        return tape.scale(inputs.get(0), spread.factors, spread.shifts);
    }

    /** One of each a feature. */
    private record Spread(float[] factors, float[] shifts) {}

    private Spread spread(Weights weights) {
        int features = input.features();
        float[] gammas = locked ? filled(gamma) : weights.take(features);
        float[] betas = locked ? filled(beta) : weights.take(features);
        float[] means = weights.take(features);
        float[] spreads = weights.take(features);
        float[] factors = new float[features];
        float[] shifts = new float[features];
        for (int i = 0; i < features; i++) {
            double variance = logarithmic ? StrictMath.pow(10, 2.0 * spreads[i]) : Math.max(0, spreads[i]);
            double factor = gammas[i] / Math.sqrt(variance + eps);
            factors[i] = (float) factor;
            shifts[i] = (float) (betas[i] - means[i] * factor);
        }
        return new Spread(factors, shifts);
    }

    private float[] filled(float value) {
        float[] filled = new float[input.features()];
        Arrays.fill(filled, value);
        return filled;
    }

    private record Scale(Value in, float[] factors, float[] shifts, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row++) {
                for (int step = 0; step < in.shape().steps(); step++) {
                    scale(
                            scratch.array(in),
                            scratch.from(in) + row * in.rowStride() + step * in.stride(),
                            scratch.array(out),
                            scratch.from(out) + row * out.rowStride() + step * out.stride());
                }
            }
        }

        private void scale(float[] from, int at, float[] to, int start) {
            for (int i = 0; i < factors.length; i++) {
                to[start + i] = from[at + i] * factors[i] + shifts[i];
            }
        }
    }
}
