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
    public void run(Affine affine, float[] in, int inFrom, int inStride, int rows, float[] out, int outFrom) {
        int width = affine.stride();
        for (int row = 0; row < rows; row++) {
            int to = outFrom + row * width;
            System.arraycopy(affine.bias(), 0, out, to, width);
            add(affine.weights(), width, in, inFrom + row * inStride, affine.inputs(), out, to);
        }
        bend(affine.curve(), out, outFrom, outFrom + rows * width);
    }

    private static void add(float[] weights, int width, float[] in, int from, int inputs, float[] out, int to) {
        for (int i = 0; i < inputs; i++) {
            float x = in[from + i];
            int w = i * width;
            for (int o = 0; o < width; o++) {
                out[to + o] += x * weights[w + o];
            }
        }
    }

    @Override
    public void step(
            LstmCell cell,
            float[] in,
            int inFrom,
            int inStride,
            int rows,
            float[] gates,
            float[] cells,
            float[] hidden) {
        int units = cell.stride();
        int width = LstmCell.BLOCKS * units;
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            System.arraycopy(cell.bias(), 0, gates, at, width);
            add(cell.weights(), width, in, inFrom + row * inStride, cell.inputs(), gates, at);
            add(cell.recurrent(), width, hidden, row * units, cell.units(), gates, at);
        }
        Memory.remember(this, cell, rows, gates, cells, hidden);
    }

    @Override
    public void bend(Curve curve, float[] values, int from, int to) {
        if (curve.kind() == Activation.RELU) {
            for (int i = from; i < to; i++) {
                values[i] = Math.max(values[i], 0);
            }
        } else if (!curve.isIdentity()) {
            bendEach(curve, values, from, to);
        }
    }

    static void bendEach(Curve curve, float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Curves.at(curve.kind(), values[i], curve.alpha());
        }
    }

    @Override
    public void greatest(float[] in, int inFrom, int inStride, int rows, int width, float[] out, int outFrom) {
        System.arraycopy(in, inFrom, out, outFrom, width);
        for (int row = 1; row < rows; row++) {
            int from = inFrom + row * inStride;
            for (int i = 0; i < width; i++) {
                out[outFrom + i] = Math.max(out[outFrom + i], in[from + i]);
            }
        }
    }
}
