// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.Network;
import java.util.Arrays;
import java.util.Optional;

/** A network as operations on flat arrays. */
final class CompiledNetwork implements Network, Differentiable {
    /** Rows that go through all operations together: at most enough to fill the tiles of a small network. */
    private static final int BLOCK = 64;
    /** Numbers between the layers that a block may have, so that it stays in the first cache. */
    private static final int CACHED = 5 << 10;

    private final NetworkPlan plan;
    private final float[] coefficients;
    private final Shape input;
    private final Op[] ops;
    private final int[] perRow;
    private final Value result;
    private final int block;

    CompiledNetwork(NetworkPlan plan, float[] coefficients, Program program, Value result) {
        this.plan = plan;
        this.coefficients = coefficients;
        this.input = plan.input();
        this.ops = program.ops().toArray(Op[]::new);
        this.perRow = program.perRow();
        this.result = result;
        int numbers = Arrays.stream(perRow).sum();
        this.block = Math.max(1, Math.min(BLOCK, CACHED / Math.max(1, numbers)));
    }

    @Override
    public int inputs() {
        return input.size();
    }

    @Override
    public int outputs() {
        return result.shape().size();
    }

    @Override
    public Runner newRunner() {
        return new BlockByBlock();
    }

    /** Written down anew each time: nobody asks often, and a scoring network need not carry it. */
    @Override
    public Optional<Gradient> gradient() {
        Tape tape = new Tape();
        try {
            Span out = plan.trace(new Weights(coefficients), tape);
            return Optional.of(new Gradient(tape, new Span(0, input), out));
        } catch (Tape.Full e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        // Arrays only: the garbage collector has them.
    }

    /** The last operation writes to the caller's array where its rows fit without padding. */
    private final class BlockByBlock implements Runner {
        private final Op[] chain = ops;
        private final Scratch scratch = new Scratch(perRow.length);
        private final int inputs = inputs();
        private final int outputs = outputs();
        private final boolean direct =
                result.slot() > 0 && result.isPacked() && result.isEven() && perRow[result.slot()] == outputs;

        BlockByBlock() {
            for (int slot = 1; slot < perRow.length; slot++) {
                scratch.arrays[slot] = new float[block * perRow[slot]];
            }
        }

        @Override
        public void run(float[] input, int rows, float[] output) {
            if (rows < 1 || input.length < (long) rows * inputs || output.length < (long) rows * outputs) {
                throw new IllegalArgumentException("run needs rows >= 1 and arrays for them: rows=" + rows + " input="
                        + input.length + " of " + (long) rows * inputs + " output=" + output.length + " of "
                        + (long) rows * outputs);
            }
            scratch.arrays[0] = input;
            if (direct) {
                scratch.arrays[result.slot()] = output;
            }
            for (int row = 0; row < rows; row += block) {
                block(row, Math.min(block, rows - row), output);
            }
        }

        private void block(int row, int rows, float[] output) {
            scratch.from[0] = row * inputs;
            if (direct) {
                scratch.from[result.slot()] = row * outputs;
            }
            for (Op op : chain) {
                op.run(scratch, rows);
            }
            if (!direct) {
                hand(row, rows, output);
            }
        }

        private void hand(int row, int rows, float[] output) {
            float[] from = scratch.array(result);
            int features = result.shape().features();
            int to = row * outputs;
            for (int i = 0; i < rows; i++) {
                int at = scratch.from(result) + i * result.rowStride();
                for (int step = 0; step < result.shape().steps(); step++, to += features, at += result.stride()) {
                    System.arraycopy(from, at, output, to, features);
                }
            }
        }
    }
}
