// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Pooling over the steps of a series: over windows, or over all of it. Padding does not count.
 *
 * @param output a series with a step a window, or a row where the whole series is one window
 */
record PoolLayer(Shape input, Shape output, Sweep sweep, Kind kind, int power) implements Layer {
    private static final int POWER_LIMIT = 64;

    /** How the numbers of a window become one. */
    enum Kind {
        MAX,
        AVG,
        SUM,
        /** The root of the sum of powers. */
        PNORM
    }

    static PoolLayer windows(Settings settings, Shape input) throws ModelException {
        if (!settings.text("cnn2dDataFormat", "NCHW").equals("NCHW")) {
            throw Settings.foreign(settings.label() + " is a " + settings.kind() + " over features last");
        }
        settings.series(input);
        if (settings.is("avgPoolIncludePadInDivisor", false)) {
            throw Settings.foreign(settings.label() + " averages over its padding");
        }
        Sweep sweep = Sweep.read(settings, input.steps());
        Kind kind = kind(settings);
        return new PoolLayer(
                input, Shape.series(sweep.outputs(), input.features()), sweep, kind, power(settings, kind));
    }

    static PoolLayer global(Settings settings, Shape input) throws ModelException {
        settings.series(input);
        // Deeplearning4j's default is the third dimension, whichever that is.
        int time = settings.featuresLast() ? 1 : 2;
        int pooled = settings.body().hasNonNull("poolingDimensions") ? settings.first("poolingDimensions", 0, 3) : 2;
        if (pooled != time) {
            throw Settings.foreign(settings.label() + " pools over the features");
        }
        Kind kind = kind(settings);
        Shape output = settings.is("collapseDimensions", true)
                ? Shape.row(input.features())
                : Shape.series(1, input.features());
        Sweep all = new Sweep(input.steps(), 1, 1, 0, 1, input.steps());
        return new PoolLayer(input, output, all, kind, power(settings, kind));
    }

    private static Kind kind(Settings settings) throws ModelException {
        String name = settings.text("poolingType", "MAX").toUpperCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw Settings.foreign(settings.label() + " pools by " + name);
    }

    private static int power(Settings settings, Kind kind) throws ModelException {
        return kind == Kind.PNORM ? settings.whole("pnorm", 1, POWER_LIMIT, 2) : 1;
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        Value in = inputs.get(0);
        Value out = program.output(output);
        program.add(
                kind == Kind.MAX && sweep.isInside()
                        ? new Greatest(program.kernel(), sweep, in, out)
                        : new Pool(sweep, kind, power, in, out));
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        int features = input.features();
        int[][] groups = new int[output.size()][];
        Arrays.setAll(groups, i -> IntStream.range(0, sweep.kernel())
                .map(tap -> sweep.source(i / features, tap))
                .filter(step -> step >= 0 && step < sweep.inputs())
                .map(step -> inputs.get(0).from() + step * features + i % features)
                .toArray());
        return tape.pool(kind, power, output, groups);
    }

    /** Whole windows side by side in lanes. */
    private record Greatest(Kernel kernel, Sweep sweep, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row++) {
                int from = scratch.from(in) + row * in.rowStride() - sweep.before() * in.stride();
                int to = scratch.from(out) + row * out.rowStride();
                for (int window = 0; window < sweep.outputs(); window++) {
                    kernel.greatest(
                            scratch.array(in),
                            from + window * sweep.stride() * in.stride(),
                            in.stride(),
                            sweep.kernel(),
                            in.shape().features(),
                            scratch.array(out),
                            to + window * out.stride());
                }
            }
        }
    }

    private record Pool(Sweep sweep, Kind kind, int power, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row++) {
                int from = scratch.from(in) + row * in.rowStride();
                int to = scratch.from(out) + row * out.rowStride();
                for (int window = 0; window < sweep.outputs(); window++) {
                    pool(scratch.array(in), from, window, scratch.array(out), to + window * out.stride());
                }
            }
        }

        private void pool(float[] values, int from, int window, float[] pooled, int to) {
            int features = in.shape().features();
            int counted = 0;
            for (int tap = 0; tap < sweep.kernel(); tap++) {
                int step = sweep.source(window, tap);
                if (step >= 0 && step < sweep.inputs()) {
                    add(values, from + step * in.stride(), pooled, to, features, counted++ == 0);
                }
            }
            for (int i = to; i < to + features; i++) {
                pooled[i] = counted == 0 ? 0 : finish(pooled[i], counted);
            }
        }

        private void add(float[] values, int at, float[] pooled, int to, int features, boolean first) {
            for (int i = 0; i < features; i++) {
                float value = kind == Kind.PNORM ? power(Math.abs(values[at + i])) : values[at + i];
                float before = pooled[to + i];
                pooled[to + i] = first ? value : kind == Kind.MAX ? Math.max(before, value) : before + value;
            }
        }

        private float finish(float pooled, int counted) {
            return switch (kind) {
                case MAX, SUM -> pooled;
                case AVG -> pooled / counted;
                case PNORM -> (float) StrictMath.pow(pooled, 1.0 / power);
            };
        }

        private float power(float value) {
            float result = value;
            for (int i = 1; i < power; i++) {
                result *= value;
            }
            return result;
        }
    }
}
