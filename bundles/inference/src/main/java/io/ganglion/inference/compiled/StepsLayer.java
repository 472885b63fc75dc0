// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;
import java.util.List;

/**
 * Layers that only rearrange steps: each step of the output is a step of the input, or zeros.
 *
 * @param sources the input's step for each step of the output, or -1 for zeros
 */
record StepsLayer(Shape output, int[] sources) implements Layer {

    static StepsLayer padded(Shape input, int before, int after) {
        int[] sources = new int[before + input.steps() + after];
        Arrays.setAll(sources, i -> i < before || i >= before + input.steps() ? -1 : i - before);
        return new StepsLayer(Shape.series(sources.length, input.features()), sources);
    }

    static StepsLayer cropped(Shape input, int before, int after) {
        int[] sources = new int[input.steps() - before - after];
        Arrays.setAll(sources, i -> i + before);
        return new StepsLayer(Shape.series(sources.length, input.features()), sources);
    }

    static StepsLayer repeated(Shape input, int times) {
        int[] sources = new int[input.steps() * times];
        Arrays.setAll(sources, i -> i / times);
        return new StepsLayer(Shape.series(sources.length, input.features()), sources);
    }

    static StepsLayer last(Shape input) {
        return new StepsLayer(Shape.row(input.features()), new int[] {input.steps() - 1});
    }

    @Override
    public Value build(List<Value> inputs, Weights weights, Program program) {
        Value in = inputs.get(0);
        if (isRun()) {
            return in.steps(sources[0], output);
        }
        Value out = program.output(output);
        program.add(new Rearrange(in, sources, out));
        return out;
    }

    @Override
    public Span trace(List<Span> inputs, Weights weights, Tape tape) {
        int features = output.features();
        int[] places = new int[output.size()];
        Arrays.setAll(places, i -> {
            int step = sources[i / features];
            return step < 0 ? -1 : inputs.get(0).from() + step * features + i % features;
        });
        return tape.gather(output, places);
    }

    /** Whether the steps already lie where they are wanted. */
    private boolean isRun() {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != sources[0] + i || sources[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private record Rearrange(Value in, int[] sources, Value out) implements Op {
        @Override
        public void run(Scratch scratch, int rows) {
            int features = in.shape().features();
            for (int row = 0; row < rows; row++) {
                int from = scratch.from(in) + row * in.rowStride();
                int to = scratch.from(out) + row * out.rowStride();
                for (int step = 0; step < sources.length; step++, to += out.stride()) {
                    if (sources[step] < 0) {
                        Arrays.fill(scratch.array(out), to, to + features, 0);
                    } else {
                        System.arraycopy(
                                scratch.array(in),
                                from + sources[step] * in.stride(),
                                scratch.array(out),
                                to,
                                features);
                    }
                }
            }
        }
    }
}
