// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;
import java.util.List;

/** Where branches of a graph meet: features side by side, or number by number. */
record JoinLayer(Shape output, Kind kind) implements Layer {

    /** What happens to the branches. */
    enum Kind {
        MERGE,
        ADD,
        SUBTRACT,
        PRODUCT,
        AVERAGE,
        MAX
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        if (inputs.size() == 1) {
            return inputs.get(0);
        }
        Value out = program.output(output);
        int column = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Value in = inputs.get(i);
            if (kind == Kind.MERGE) {
                program.add(new Copy(in, out, column));
                column += in.shape().features();
            } else {
                program.add(i == 0 ? new Copy(in, out, 0) : new Combine(kind, in, out));
            }
        }
        if (kind == Kind.AVERAGE) {
            program.add(new Share(1f / inputs.size(), out));
        }
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        if (inputs.size() == 1) {
            return inputs.get(0);
        }
        double[] factors = new double[inputs.size()];
        Arrays.fill(factors, kind == Kind.AVERAGE ? 1.0 / inputs.size() : 1);
        return switch (kind) {
            case MERGE -> tape.gather(output, merged(inputs));
            case ADD, AVERAGE -> tape.blend(inputs, factors);
            case SUBTRACT -> tape.blend(inputs, new double[] {1, -1});
            case PRODUCT -> inputs.stream().reduce(tape::product).orElseThrow();
            case MAX -> tape.pool(PoolLayer.Kind.MAX, 1, output, side(inputs));
        };
    }

    private int[] merged(List<Span> inputs) {
        int[] sources = new int[output.size()];
        int column = 0;
        for (Span in : inputs) {
            int features = in.shape().features();
            for (int i = 0; i < in.size(); i++) {
                sources[i / features * output.features() + column + i % features] = in.from() + i;
            }
            column += features;
        }
        return sources;
    }

    private int[][] side(List<Span> inputs) {
        int[][] groups = new int[output.size()][];
        Arrays.setAll(groups, i -> inputs.stream().mapToInt(in -> in.from() + i).toArray());
        return groups;
    }

    /** Number by number into what is already there. */
    private record Combine(Kind kind, Value in, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            float[] from = scratch.array(in);
            float[] to = scratch.array(out);
            for (int row = 0; row < rows; row++) {
                for (int step = 0; step < out.shape().steps(); step++) {
                    int at = scratch.from(in) + row * in.rowStride() + step * in.stride();
                    int start = scratch.from(out) + row * out.rowStride() + step * out.stride();
                    combine(from, at, to, start);
                }
            }
        }

        private void combine(float[] from, int at, float[] to, int start) {
            for (int i = 0; i < out.shape().features(); i++) {
                float left = to[start + i];
                float right = from[at + i];
                to[start + i] = switch (kind) {
                    case SUBTRACT -> left - right;
                    case PRODUCT -> left * right;
                    case MAX -> Math.max(left, right);
                    case MERGE, ADD, AVERAGE -> left + right;};
            }
        }
    }

    private record Share(float part, Value value) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            float[] values = scratch.array(value);
            int from = scratch.from(value);
            for (int i = from; i < from + rows * value.rowStride(); i++) {
                values[i] *= part;
            }
        }
    }
}
