// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** Plain loops, for a JVM without the Vector API. */
final class PlainKernel implements Kernel {

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void run(DenseLayer layer, float[] in, int inFrom, int inStride, int rows, float[] out, int outFrom) {
        int width = layer.stride();
        float[] weights = layer.weights();
        for (int row = 0; row < rows; row++) {
            int to = outFrom + row * width;
            System.arraycopy(layer.bias(), 0, out, to, width);
            for (int i = 0; i < layer.inputs(); i++) {
                float x = in[inFrom + row * inStride + i];
                int from = i * width;
                for (int o = 0; o < width; o++) {
                    out[to + o] += x * weights[from + o];
                }
            }
        }
        activate(layer, out, outFrom, outFrom + rows * width);
    }

    private static void activate(DenseLayer layer, float[] values, int from, int to) {
        Activation activation = layer.activation();
        if (activation == Activation.IDENTITY) {
            return;
        }
        if (activation == Activation.RELU) {
            for (int i = from; i < to; i++) {
                values[i] = Math.max(values[i], 0);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            values[i] = Curves.at(activation, values[i], layer.alpha());
        }
    }
}
