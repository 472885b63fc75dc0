// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.ModelException;
import java.util.Arrays;
import java.util.List;

/**
 * A long short-term memory.
 *
 * @param last whether only what it holds after the last step matters
 */
record LstmLayer(Shape input, int units, boolean last, Curve curve, Curve gate) implements Layer {
    /** Rows that go through the steps together: enough to fill the tiles, few enough that gates stay in the first cache. */
    private static final int TILE = 16;

    static LstmLayer read(Settings settings, Shape input, boolean last) throws ModelException {
        Curve curve = settings.curve("activationFn");
        Curve gate = settings.curve("gateActivationFn");
        if (curve.kind() == Activation.SOFTMAX || gate.kind() == Activation.SOFTMAX) {
            throw Settings.foreign(settings.label() + " has softmax inside of its cells");
        }
        Shape series = settings.fitting(settings.series(input), "nin");
        return new LstmLayer(series, settings.width("nout"), last, curve, gate);
    }

    @Override
    public Shape output() {
        return last ? Shape.row(units) : Shape.series(input.steps(), units);
    }

    @Override
    public long coefficients() {
        return (long) LstmCell.BLOCKS * units * (input.features() + units + 1);
    }

    @Override
    public long numbers() {
        return (long) output().steps() * units + (LstmCell.BLOCKS + 2L) * units;
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        Kernel kernel = program.kernel();
        LstmCell cell = kernel.prepared(LstmCell.of(input.features(), units, weights, curve, gate, kernel.lanes()));
        Value out = program.output(output());
        int gates = program.scratch(LstmCell.BLOCKS * cell.stride());
        int cells = program.scratch(cell.stride());
        int hidden = program.scratch(cell.stride());
        program.add(new Steps(kernel, cell, inputs.get(0), out, gates, cells, hidden));
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        return new LstmTrace(this, weights).write(inputs.get(0), tape);
    }

    private record Steps(Kernel kernel, LstmCell cell, Value in, Value out, int gates, int cells, int hidden)
            implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            for (int row = 0; row < rows; row += TILE) {
                tile(scratch, row, Math.min(TILE, rows - row));
            }
        }

        private void tile(Scratch scratch, int row, int rows) {
            float[] state = scratch.arrays[hidden];
            float[] memory = scratch.arrays[cells];
            int units = cell.stride();
            Arrays.fill(state, 0, rows * units, 0);
            Arrays.fill(memory, 0, rows * units, 0);
            int from = scratch.from(in) + row * in.rowStride();
            int to = scratch.from(out) + row * out.rowStride();
            int steps = in.shape().steps();
            for (int step = 0; step < steps; step++) {
                kernel.step(
                        cell,
                        scratch.array(in),
                        from + step * in.stride(),
                        in.rowStride(),
                        rows,
                        scratch.arrays[gates],
                        memory,
                        state);
                if (out.shape().isSeries() || step == steps - 1) {
                    int at = to + (out.shape().isSeries() ? step * out.stride() : 0);
                    for (int i = 0; i < rows; i++) {
                        System.arraycopy(state, i * units, scratch.array(out), at + i * out.rowStride(), units);
                    }
                }
            }
        }
    }
}
