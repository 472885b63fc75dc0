// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import io.ganglion.api.model.Network;
import java.util.List;

/** A chain of dense layers in flat arrays. */
final class CompiledNetwork implements Network {
    /** Rows that go through all layers together: enough to fill the tiles, few enough to stay in the first cache. */
    private static final int BLOCK = 64;

    private final List<DenseLayer> layers;
    private final Kernel kernel;
    private final int inputs;
    private final int outputs;

    CompiledNetwork(List<DenseLayer> layers, Kernel kernel) {
        this.layers = List.copyOf(layers);
        this.kernel = kernel;
        this.inputs = layers.get(0).inputs();
        this.outputs = layers.get(layers.size() - 1).outputs();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public Runner newRunner() {
        return new LayerByLayer();
    }

    @Override
    public void close() {
        // Arrays only: the garbage collector has them.
    }

    /** Two scratch areas in turn; the last layer writes to the caller's array where its rows fit without padding. */
    private final class LayerByLayer implements Runner {
        private final DenseLayer[] chain = layers.toArray(DenseLayer[]::new);
        private final float[] even = new float[BLOCK * widest()];
        private final float[] odd = new float[BLOCK * widest()];

        @Override
        public void run(float[] input, int rows, float[] output) {
            if (rows < 1 || input.length < (long) rows * inputs || output.length < (long) rows * outputs) {
                throw new IllegalArgumentException("run needs rows >= 1 and arrays for them: rows=" + rows + " input="
                        + input.length + " of " + (long) rows * inputs + " output=" + output.length + " of "
                        + (long) rows * outputs);
            }
            for (int row = 0; row < rows; row += BLOCK) {
                block(input, row, Math.min(BLOCK, rows - row), output);
            }
        }

        private void block(float[] input, int row, int rows, float[] output) {
            float[] in = input;
            int from = row * inputs;
            int stride = inputs;
            int last = chain.length - 1;
            for (int i = 0; i < last; i++) {
                float[] out = (i & 1) == 0 ? even : odd;
                kernel.run(chain[i], in, from, stride, rows, out, 0);
                in = out;
                from = 0;
                stride = chain[i].stride();
            }
            DenseLayer end = chain[last];
            if (end.stride() == outputs) {
                kernel.run(end, in, from, stride, rows, output, row * outputs);
            } else {
                float[] out = (last & 1) == 0 ? even : odd;
                kernel.run(end, in, from, stride, rows, out, 0);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(out, i * end.stride(), output, (row + i) * outputs, outputs);
                }
            }
        }
    }

    private int widest() {
        return layers.stream().mapToInt(DenseLayer::stride).max().orElseThrow();
    }
}
