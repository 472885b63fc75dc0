// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.util.List;

/** A dense or output layer; over a series, the same for every step. */
record DenseLayer(Shape input, int outputs, boolean biased, Curve curve) implements Layer {

    /** @param series whether it runs over series: an RnnOutputLayer */
    static DenseLayer read(Settings settings, Shape input, boolean series) throws ModelException {
        if (settings.is("hasLayerNorm", false)) {
            throw Settings.foreign(settings.label() + " has layer normalisation");
        }
        if (series) {
            settings.series(input);
        } else if (input.isSeries()) {
            throw settings.wrong("takes rows, but gets " + input + "; put a LastTimeStep, a GlobalPoolingLayer or a"
                    + " RnnToFeedForwardPreProcessor before it");
        }
        return new DenseLayer(
                settings.fitting(input, "nin"),
                settings.width("nout"),
                settings.is("hasBias", true),
                settings.curve("activationFn"));
    }

    @Override
    public Shape output() {
        return input.wide(outputs);
    }

    @Override
    public long coefficients() {
        return (long) input.features() * outputs + (biased ? outputs : 0);
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        float[] matrix = weights.take(input.features() * outputs);
        boolean shared = curve.kind() == Activation.SOFTMAX;
        Affine affine = Affine.of(
                input.features(),
                outputs,
                matrix,
                weights.bias(biased, outputs),
                shared ? Curve.IDENTITY : curve,
                program.kernel().lanes());
        Value out = program.output(output());
        Value in = inputs.get(0);
        Kernel kernel = program.kernel();
        program.add(in.isEven() ? new Together(kernel, affine, in, out) : new RowByRow(kernel, affine, in, out));
        if (shared) {
            program.add(new Softmax(out));
        }
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        float[] matrix = weights.take(input.features() * outputs);
        return tape.bend(curve, tape.affine(inputs.get(0), outputs, matrix, weights.bias(biased, outputs)));
    }

    /** All steps of all rows in one run. */
    private record Together(Kernel kernel, Affine affine, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            kernel.run(
                    affine,
                    scratch.array(in),
                    scratch.from(in),
                    in.stride(),
                    rows * in.shape().steps(),
                    scratch.array(out),
                    scratch.from(out));
        }
    }

    private record RowByRow(Kernel kernel, Affine affine, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row++) {
                kernel.run(
                        affine,
                        scratch.array(in),
                        scratch.from(in) + row * in.rowStride(),
                        in.stride(),
                        in.shape().steps(),
                        scratch.array(out),
                        scratch.from(out) + row * out.rowStride());
            }
        }
    }
}
