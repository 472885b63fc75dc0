// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution over time. With the steps one behind the other a window is a run of numbers, and windows overlap: so the
 * convolution is a dense layer whose rows begin a stride apart, and nothing is copied. Where there is padding, dilation or
 * room between the steps, the windows are laid out first.
 */
record ConvolutionLayer(Shape input, Sweep sweep, int outputs, boolean biased, Curve curve) implements Layer {

    static ConvolutionLayer read(Settings settings, Shape input) throws ModelException {
        settings.fitting(settings.series(input), "nin");
        return new ConvolutionLayer(
                input,
                Sweep.read(settings, input.steps()),
                settings.width("nout"),
                settings.is("hasBias", true),
                settings.curve("activationFn"));
    }

    @Override
    public Shape output() {
        return Shape.series(sweep.outputs(), outputs);
    }

    @Override
    public long coefficients() {
        return (long) input.features() * sweep.kernel() * outputs + (biased ? outputs : 0);
    }

    @Override
    public long numbers() {
        return (long) sweep.outputs() * (outputs + (long) sweep.kernel() * input.features());
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        float[] bias = weights.bias(biased, outputs);
        float[] matrix = windows(weights.take(input.features() * sweep.kernel() * outputs));
        boolean shared = curve.kind() == Activation.SOFTMAX;
        Kernel kernel = program.kernel();
        Affine affine = Affine.of(
                sweep.kernel() * input.features(),
                outputs,
                matrix,
                bias,
                shared ? Curve.IDENTITY : curve,
                kernel.lanes());
        Value in = inputs.get(0);
        Value out = program.output(output());
        if (sweep.isInside() && in.isPacked()) {
            Value first = in.steps(-sweep.before(), input);
            program.add(new Slide(kernel, affine, first, sweep.stride() * in.stride(), out));
        } else {
            Value laid = program.packed(Shape.series(sweep.outputs(), affine.inputs()));
            program.add(new Windows(sweep, in, laid));
            program.add(new Slide(kernel, affine, laid, laid.stride(), out));
        }
        if (shared) {
            program.add(new Softmax(out));
        }
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        float[] bias = weights.bias(biased, outputs);
        float[] matrix = windows(weights.take(input.features() * sweep.kernel() * outputs));
        int wide = sweep.kernel() * input.features();
        int[] sources = new int[sweep.outputs() * wide];
        for (int i = 0; i < sources.length; i++) {
            int step = sweep.source(i / wide, i % wide / input.features());
            boolean inside = step >= 0 && step < input.steps();
            sources[i] = inside ? inputs.get(0).from() + step * input.features() + i % input.features() : -1;
        }
        Span laid = tape.gather(Shape.series(sweep.outputs(), wide), sources);
        return tape.bend(curve, tape.affine(laid, outputs, matrix, bias));
    }

    /**
     * To {@code [out][kernel][in]}, the order of a window. Deeplearning4j 1.0.0-M2.1 declares {@code [out][in][kernel]},
     * and then reads the same numbers as {@code [kernel][in][out]} without moving one, whatever the layout of its series.
     */
    private float[] windows(float[] stored) {
        int features = input.features();
        int kernel = sweep.kernel();
        float[] matrix = new float[stored.length];
        for (int out = 0; out < outputs; out++) {
            for (int tap = 0; tap < kernel; tap++) {
                for (int in = 0; in < features; in++) {
                    matrix[(out * kernel + tap) * features + in] = stored[(tap * features + in) * outputs + out];
                }
            }
        }
        return matrix;
    }

    private record Slide(Kernel kernel, Affine affine, Value in, int inStride, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row++) {
                kernel.run(
                        affine,
                        scratch.array(in),
                        scratch.from(in) + row * in.rowStride(),
                        inStride,
                        out.shape().steps(),
                        scratch.array(out),
                        scratch.from(out) + row * out.rowStride());
            }
        }
    }

    /** Lays each window out, with zeros where it reaches over an end. */
    private record Windows(Sweep sweep, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            float[] from = scratch.array(in);
            float[] to = scratch.array(out);
            int features = in.shape().features();
            for (int row = 0; row < rows; row++) {
                int start = scratch.from(in) + row * in.rowStride();
                int at = scratch.from(out) + row * out.rowStride();
                for (int step = 0; step < sweep.outputs(); step++) {
                    for (int tap = 0; tap < sweep.kernel(); tap++, at += features) {
                        int source = sweep.source(step, tap);
                        if (source < 0 || source >= in.shape().steps()) {
                            Arrays.fill(to, at, at + features, 0);
                        } else {
                            System.arraycopy(from, start + source * in.stride(), to, at, features);
                        }
                    }
                }
            }
        }
    }
}
