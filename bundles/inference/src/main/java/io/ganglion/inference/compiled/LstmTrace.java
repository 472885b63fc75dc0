// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.List;

/** A long short-term memory on a tape: the same few moves for each step. */
final class LstmTrace {
    private final LstmLayer layer;
    private final int units;
    private final float[] matrix;
    private final float[] bias;

    LstmTrace(LstmLayer layer, Weights weights) {
        this.layer = layer;
        this.units = layer.units();
        int features = layer.input().features();
        int gates = LstmCell.BLOCKS * units;
        float[] own = weights.take(features * gates);
        float[] recurrent = weights.take(units * gates);
        this.bias = weights.take(gates);
        this.matrix = new float[gates * (features + units)];
        for (int gate = 0; gate < gates; gate++) {
            int to = gate * (features + units);
            System.arraycopy(own, gate * features, matrix, to, features);
            System.arraycopy(recurrent, gate * units, matrix, to + features, units);
        }
    }

    Span write(Span in, Tape tape) {
        int steps = layer.input().steps();
        Span[] hidden = new Span[steps];
        Span cell = null;
        for (int step = 0; step < steps; step++) {
            Span sums = tape.affine(
                    arriving(in, step, step == 0 ? null : hidden[step - 1], tape),
                    LstmCell.BLOCKS * units,
                    matrix,
                    bias);
            Span candidate = gate(sums, LstmCell.CANDIDATE, layer.curve(), tape);
            Span added = tape.product(gate(sums, LstmCell.INPUT, layer.gate(), tape), candidate);
            cell = cell == null
                    ? added
                    : tape.blend(
                            List.of(tape.product(gate(sums, LstmCell.FORGET, layer.gate(), tape), cell), added),
                            new double[] {1, 1});
            hidden[step] =
                    tape.product(tape.bend(layer.curve(), cell), gate(sums, LstmCell.OUTPUT, layer.gate(), tape));
        }
        return layer.last() ? hidden[steps - 1] : inLine(hidden, tape);
    }

    /** A step's numbers, and behind them what is remembered of the step before: zeros at first. */
    private Span arriving(Span in, int step, Span before, Tape tape) {
        int features = layer.input().features();
        int[] sources = new int[features + units];
        for (int i = 0; i < sources.length; i++) {
            int remembered = before == null ? -1 : before.from() + i - features;
            sources[i] = i < features ? in.from() + step * features + i : remembered;
        }
        return tape.gather(Shape.row(sources.length), sources);
    }

    private Span gate(Span sums, int block, Curve curve, Tape tape) {
        return tape.bend(curve, sums.part(block * units, Shape.row(units)));
    }

    private Span inLine(Span[] hidden, Tape tape) {
        int[] sources = new int[hidden.length * units];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = hidden[i / units].from() + i % units;
        }
        return tape.gather(Shape.series(hidden.length, units), sources);
    }
}
