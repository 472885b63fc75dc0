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
        VectorCurves.apply(affine.curve(), out, outFrom, outFrom + rows * stride);
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
            for (int row = 0; row < rows; row++) {
                oneByOne(affine, column, in, from + row * inStride, out, to + row * stride);
            }
            return;
        }
        for (int row = 0; row < rows; row += 8) {
            int first = Math.min(row, rows - 8);
            eightByOne(affine, column, in, from + first * inStride, inStride, out, to + first * stride);
        }
    }

    @Override
    public LstmCell prepared(LstmCell cell) {
        return cell.raise();
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
        int stride = affine.stride();
        FloatVector sum = FloatVector.fromArray(SPECIES, affine.bias(), column);
        for (int i = 0, w = column; i < affine.inputs(); i++, w += stride) {
            sum = FloatVector.fromArray(SPECIES, weights, w).fma(FloatVector.broadcast(SPECIES, in[from + i]), sum);
        }
        sum.intoArray(out, to);
    }

    private static void oneByTwo(Affine affine, int column, float[] in, int from, float[] out, int to) {
        float[] weights = affine.weights();
        int stride = affine.stride();
        FloatVector left = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector right = FloatVector.fromArray(SPECIES, affine.bias(), column + LANES);
        for (int i = 0, w = column; i < affine.inputs(); i++, w += stride) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[from + i]);
            left = FloatVector.fromArray(SPECIES, weights, w).fma(x, left);
            right = FloatVector.fromArray(SPECIES, weights, w + LANES).fma(x, right);
        }
        left.intoArray(out, to);
        right.intoArray(out, to + LANES);
    }

    private static void fourByTwo(Affine affine, int column, float[] in, int from, int inStride, float[] out, int to) {
        float[] weights = affine.weights();
        int stride = affine.stride();
        FloatVector a0 = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector a1 = FloatVector.fromArray(SPECIES, affine.bias(), column + LANES);
        FloatVector b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
        for (int i = from, w = column; i < from + affine.inputs(); i++, w += stride) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, w);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, w + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, in[i]);
            a0 = w0.fma(a, a0);
            a1 = w1.fma(a, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, in[i + inStride]);
            b0 = w0.fma(b, b0);
            b1 = w1.fma(b, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, in[i + 2 * inStride]);
            c0 = w0.fma(c, c0);
            c1 = w1.fma(c, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, in[i + 3 * inStride]);
            d0 = w0.fma(d, d0);
            d1 = w1.fma(d, d1);
        }
        store(out, to, a0, a1);
        store(out, to + stride, b0, b1);
        store(out, to + 2 * stride, c0, c1);
        store(out, to + 3 * stride, d0, d1);
    }

    private static void store(float[] out, int to, FloatVector left, FloatVector right) {
        left.intoArray(out, to);
        right.intoArray(out, to + LANES);
    }

    private static void eightByOne(Affine affine, int column, float[] in, int from, int inStride, float[] out, int to) {
        float[] weights = affine.weights();
        int stride = affine.stride();
        FloatVector a = FloatVector.fromArray(SPECIES, affine.bias(), column);
        FloatVector b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int i = from, w = column; i < from + affine.inputs(); i++, w += stride) {
            FloatVector weight = FloatVector.fromArray(SPECIES, weights, w);
            a = weight.fma(FloatVector.broadcast(SPECIES, in[i]), a);
            b = weight.fma(FloatVector.broadcast(SPECIES, in[i + inStride]), b);
            c = weight.fma(FloatVector.broadcast(SPECIES, in[i + 2 * inStride]), c);
            d = weight.fma(FloatVector.broadcast(SPECIES, in[i + 3 * inStride]), d);
            e = weight.fma(FloatVector.broadcast(SPECIES, in[i + 4 * inStride]), e);
            f = weight.fma(FloatVector.broadcast(SPECIES, in[i + 5 * inStride]), f);
            g = weight.fma(FloatVector.broadcast(SPECIES, in[i + 6 * inStride]), g);
            h = weight.fma(FloatVector.broadcast(SPECIES, in[i + 7 * inStride]), h);
        }
        a.intoArray(out, to);
        b.intoArray(out, to + stride);
        c.intoArray(out, to + 2 * stride);
        d.intoArray(out, to + 3 * stride);
        e.intoArray(out, to + 4 * stride);
        f.intoArray(out, to + 5 * stride);
        g.intoArray(out, to + 6 * stride);
        h.intoArray(out, to + 7 * stride);
    }
}
