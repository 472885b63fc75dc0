// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Outputs across the lanes, tiles of rows in registers. Rows stay as they come, so nothing is transposed: an input is
 * broadcast, and each vector of weights is used for all rows of a tile.
 */
final class VectorKernel implements Kernel {
    static final VectorKernel INSTANCE = new VectorKernel();
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void run(Affine affine, float[] in, int inFrom, int inStride, int rows, float[] out, int outFrom) {
        int stride = affine.stride();
        int column = 0;
        for (; column + 2 * LANES <= stride; column += 2 * LANES) {
            pairs(affine, column, in, inFrom, inStride, rows, out, outFrom + column);
        }
        if (column < stride) {
            single(affine, column, in, inFrom, inStride, rows, out, outFrom + column);
        }
        if (affine.curve().kind() != Activation.RELU) {
            VectorCurves.apply(affine.curve(), out, outFrom, outFrom + rows * stride);
        }
    }

    /** What a sum is at least on its way out: a ReLU costs nothing there, and a pass of its own elsewhere. */
    private static FloatVector least(Affine affine) {
        return FloatVector.broadcast(SPECIES, affine.curve().kind() == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY);
    }

    /** Rows that do not fill the last tile are computed in a tile that begins before them: twice is faster than singly. */
    private static void pairs(
            Affine affine, int column, float[] in, int from, int inStride, int rows, float[] out, int to) {
        int stride = affine.stride();
        if (rows < 4) {
            for (int row = 0; row < rows; row++) {
                oneByTwo(affine, column, in, from + row * inStride, out, to + row * stride);
            }
            return;
        }
        for (int row = 0; row < rows; row += 4) {
            int first = Math.min(row, rows - 4);
            fourByTwo(affine, column, in, from + first * inStride, inStride, out, to + first * stride);
        }
    }

    private static void single(
            Affine affine, int column, float[] in, int from, int inStride, int rows, float[] out, int to) {
        int stride = affine.stride();
        if (rows < 8) {
            for (int single = 0; single < rows; single++) {
                oneByOne(affine, column, in, from + single * inStride, out, to + single * stride);
            }
            return;
        }
        int row = 0;
        for (; row + 4 < rows; row += 8) {
            int first = Math.min(row, rows - 8);
            eightByOne(affine, column, in, from + first * inStride, inStride, out, to + first * stride);
        }
        if (row < rows) {
            int first = rows - 4;
            fourByOne(affine, column, in, from + first * inStride, inStride, out, to + first * stride);
        }
    }

    @Override
    public LstmCell prepared(LstmCell cell) {
        return cell.raise().inPanels(VectorLstm.PANEL);
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
        VectorLstm.step(cell, in, inFrom, inStride, rows, gates, cells, hidden);
    }

    @Override
    public void bend(Curve curve, float[] values, int from, int to) {
        VectorCurves.apply(curve, values, from, to);
    }

    @Override
    public void greatest(float[] in, int inFrom, int inStride, int rows, int width, float[] out, int outFrom) {
        int column = 0;
        for (; column + LANES <= width; column += LANES) {
            FloatVector greatest = FloatVector.fromArray(SPECIES, in, inFrom + column);
            for (int row = 1, at = inFrom + column + inStride; row < rows; row++, at += inStride) {
                greatest = greatest.max(FloatVector.fromArray(SPECIES, in, at));
            }
            greatest.intoArray(out, outFrom + column);
        }
        for (; column < width; column++) {
            float greatest = in[inFrom + column];
            for (int row = 1, at = inFrom + column + inStride; row < rows; row++, at += inStride) {
                greatest = Math.max(greatest, in[at]);
            }
            out[outFrom + column] = greatest;
        }
    }

    private static void oneByOne(Affine affine, int column, float[] in, int from, float[] out, int to) {
        float[] weights = affine.weights();
        int panel = column * affine.inputs();
        FloatVector sum = FloatVector.fromArray(SPECIES, affine.bias(), column);
        for (int i = 0; i < affine.inputs(); i++) {
            FloatVector w = FloatVector.fromArray(SPECIES, weights, panel + i * LANES);
            sum = w.fma(FloatVector.broadcast(SPECIES, in[from + i]), sum);
        }
        sum.max(least(affine)).intoArray(out, to);
    }

    private static void oneByTwo(Affine affine, int column, float[] in, int from, float[] out, int to) {
        float[] weights = affine.weights();
        int first = column * affine.inputs();
        int second = first + LANES * affine.inputs();
        FloatVector left = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector right = FloatVector.fromArray(SPECIES, affine.bias(), column + LANES);
        for (int i = 0; i < affine.inputs(); i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[from + i]);
            left = FloatVector.fromArray(SPECIES, weights, first + i * LANES).fma(x, left);
            right = FloatVector.fromArray(SPECIES, weights, second + i * LANES).fma(x, right);
        }
        store(out, to, left, right, least(affine));
    }

    private static void fourByTwo(Affine affine, int column, float[] in, int from, int inStride, float[] out, int to) {
        float[] weights = affine.weights();
        int first = column * affine.inputs();
        int second = first + LANES * affine.inputs();
        FloatVector a0 = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector a1 = FloatVector.fromArray(SPECIES, affine.bias(), column + LANES);
        FloatVector b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
        for (int i = 0; i < affine.inputs(); i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, first + i * LANES);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, second + i * LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, in[from + i]);
            a0 = w0.fma(a, a0);
            a1 = w1.fma(a, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, in[from + i + inStride]);
            b0 = w0.fma(b, b0);
            b1 = w1.fma(b, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, in[from + i + 2 * inStride]);
            c0 = w0.fma(c, c0);
            c1 = w1.fma(c, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, in[from + i + 3 * inStride]);
            d0 = w0.fma(d, d0);
            d1 = w1.fma(d, d1);
        }
        int stride = affine.stride();
        FloatVector least = least(affine);
        store(out, to, a0, a1, least);
        store(out, to + stride, b0, b1, least);
        store(out, to + 2 * stride, c0, c1, least);
        store(out, to + 3 * stride, d0, d1, least);
    }

    private static void store(float[] out, int to, FloatVector left, FloatVector right, FloatVector least) {
        left.max(least).intoArray(out, to);
        right.max(least).intoArray(out, to + LANES);
    }

    private static void fourByOne(Affine affine, int column, float[] in, int from, int inStride, float[] out, int to) {
        float[] weights = affine.weights();
        int panel = column * affine.inputs();
        FloatVector a = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector b = a, c = a, d = a;
        for (int i = 0; i < affine.inputs(); i++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, panel + i * LANES);
            a = weight.fma(FloatVector.broadcast(SPECIES, in[from + i]), a);
            b = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + inStride]), b);
            c = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 2 * inStride]), c);
            d = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 3 * inStride]), d);
        }
        int stride = affine.stride();
        FloatVector least = least(affine);
        a.max(least).intoArray(out, to);
        b.max(least).intoArray(out, to + stride);
        c.max(least).intoArray(out, to + 2 * stride);
        d.max(least).intoArray(out, to + 3 * stride);
    }

    private static void eightByOne(Affine affine, int column, float[] in, int from, int inStride, float[] out, int to) {
        float[] weights = affine.weights();
        int panel = column * affine.inputs();
        FloatVector a = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int i = 0; i < affine.inputs(); i++) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, panel + i * LANES);
            a = weight.fma(FloatVector.broadcast(SPECIES, in[from + i]), a);
            b = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + inStride]), b);
            c = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 2 * inStride]), c);
            d = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 3 * inStride]), d);
            e = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 4 * inStride]), e);
            f = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 5 * inStride]), f);
            g = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 6 * inStride]), g);
            h = weight.fma(FloatVector.broadcast(SPECIES, in[from + i + 7 * inStride]), h);
        }
        int stride = affine.stride();
        FloatVector least = least(affine);
        a.max(least).intoArray(out, to);
        b.max(least).intoArray(out, to + stride);
        c.max(least).intoArray(out, to + 2 * stride);
        d.max(least).intoArray(out, to + 3 * stride);
        e.max(least).intoArray(out, to + 4 * stride);
        f.max(least).intoArray(out, to + 5 * stride);
        g.max(least).intoArray(out, to + 6 * stride);
        h.max(least).intoArray(out, to + 7 * stride);
    }
}
