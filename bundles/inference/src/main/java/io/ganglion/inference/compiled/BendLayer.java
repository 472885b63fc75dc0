// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.List;

/** An activation without sums before it, or nothing at all: dropout, and losses that only training looks at. */
record BendLayer(Shape output, Curve curve) implements Layer {

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        if (curve.isIdentity()) {
            return inputs.get(0);
        }
        Value out = program.output(output);
        program.add(new Copy(inputs.get(0), out, 0));
        if (curve.kind() == Activation.SOFTMAX) {
            program.add(new Softmax(out));
        } else {
            program.add(new Bend(program.kernel(), curve, out));
        }
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        return tape.bend(curve, inputs.get(0));
    }

    private record Bend(Kernel kernel, Curve curve, Value value) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            int from = scratch.from(value);
            kernel.bend(curve, scratch.array(value), from, from + rows * value.rowStride());
        }
    }
}
