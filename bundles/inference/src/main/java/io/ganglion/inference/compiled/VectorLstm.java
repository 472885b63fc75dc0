// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link LstmCell} in lanes: gates across the lanes, four rows in registers. A row's own numbers are added before the
 * hidden ones, so that the processor begins with them while the step before is still being finished.
 */
final class VectorLstm {
    private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
    private static final int LANES = VectorKernel.LANES;
    /** Beyond this a sigmoid is 0 or 1 to a float, and the product of three such exponentials is still one. */
    private static final float LIMIT = 28f;

    private VectorLstm() {}

    static void step(
            LstmCell cell, float[] in, int from, int inStride, int rows, float[] gates, float[] cells, float[] hidden) {
        int units = cell.stride();
        int width = LstmCell.BLOCKS * units;
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            for (int column = 0; column < width; column += 2 * LANES) {
                four(
                        cell,
                        column,
                        in,
                        from + row * inStride,
                        inStride,
                        hidden,
                        row * units,
                        gates,
                        row * width + column);
            }
        }
        for (; row < rows; row++) {
            for (int column = 0; column < width; column += 4 * LANES) {
                one(cell, column, in, from + row * inStride, hidden, row * units, gates, row * width + column);
            }
        }
        if (cell.isUsual()) {
            remember(units, rows, gates, cells, hidden);
        } else {
            Memory.remember(VectorKernel.INSTANCE, cell, rows, gates, cells, hidden);
        }
    }

    private static void one(
            LstmCell cell, int column, float[] in, int from, float[] hidden, int own, float[] gates, int to) {
        int width = LstmCell.BLOCKS * cell.stride();
        float[] weights = cell.weights();
        FloatVector a = at(cell.bias(), column);
        FloatVector b = at(cell.bias(), column + LANES);
        FloatVector c = at(cell.bias(), column + 2 * LANES);
        FloatVector d = at(cell.bias(), column + 3 * LANES);
        for (int i = 0, w = column; i < cell.inputs(); i++, w += width) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[from + i]);
            a = at(weights, w).fma(x, a);
            b = at(weights, w + LANES).fma(x, b);
            c = at(weights, w + 2 * LANES).fma(x, c);
            d = at(weights, w + 3 * LANES).fma(x, d);
        }
        float[] recurrent = cell.recurrent();
        for (int i = 0, w = column; i < cell.units(); i++, w += width) {
            FloatVector x = FloatVector.broadcast(SPECIES, hidden[own + i]);
            a = at(recurrent, w).fma(x, a);
            b = at(recurrent, w + LANES).fma(x, b);
            c = at(recurrent, w + 2 * LANES).fma(x, c);
            d = at(recurrent, w + 3 * LANES).fma(x, d);
        }
        a.intoArray(gates, to);
        b.intoArray(gates, to + LANES);
        c.intoArray(gates, to + 2 * LANES);
        d.intoArray(gates, to + 3 * LANES);
    }

    private static void four(
            LstmCell cell,
            int column,
            float[] in,
            int from,
            int inStride,
            float[] hidden,
            int own,
            float[] gates,
            int to) {
        int units = cell.stride();
        int width = LstmCell.BLOCKS * units;
        float[] weights = cell.weights();
        FloatVector a0 = at(cell.bias(), column);
        FloatVector a1 = at(cell.bias(), column + LANES);
        FloatVector b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
        for (int i = from, w = column; i < from + cell.inputs(); i++, w += width) {
            FloatVector w0 = at(weights, w);
            FloatVector w1 = at(weights, w + LANES);
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
        float[] recurrent = cell.recurrent();
        for (int i = own, w = column; i < own + cell.units(); i++, w += width) {
            FloatVector w0 = at(recurrent, w);
            FloatVector w1 = at(recurrent, w + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, hidden[i]);
            a0 = w0.fma(a, a0);
            a1 = w1.fma(a, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, hidden[i + units]);
            b0 = w0.fma(b, b0);
            b1 = w1.fma(b, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, hidden[i + 2 * units]);
            c0 = w0.fma(c, c0);
            c1 = w1.fma(c, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, hidden[i + 3 * units]);
            d0 = w0.fma(d, d0);
            d1 = w1.fma(d, d1);
        }
        store(gates, to, a0, a1);
        store(gates, to + width, b0, b1);
        store(gates, to + 2 * width, c0, c1);
        store(gates, to + 3 * width, d0, d1);
    }

    private static void store(float[] gates, int to, FloatVector left, FloatVector right) {
        left.intoArray(gates, to);
        right.intoArray(gates, to + LANES);
    }

    /**
     * Sigmoid gates, tanh candidate. All as quotients of exponentials, put over one denominator, because a division costs
     * as much as half an exponential: {@code f c + i a} with {@code F, I, A} the exponentials of {@code -f, -i, -2a} is
     * {@code (c (1+I)(1+A) + (1-A)(1+F)) / ((1+F)(1+I)(1+A))}.
     */
    private static void remember(int units, int rows, float[] gates, float[] cells, float[] hidden) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int row = 0, at = 0; row < rows; row++, at += LstmCell.BLOCKS * units) {
            for (int unit = 0; unit < units; unit += LANES) {
                int own = row * units + unit;
                FloatVector candidate = bounded(at(gates, at + unit).mul(-2));
                FloatVector forget = bounded(at(gates, at + units + unit).neg());
                FloatVector output = bounded(at(gates, at + 2 * units + unit).neg());
                FloatVector input = bounded(at(gates, at + 3 * units + unit).neg());
                FloatVector both = input.add(1).mul(candidate.add(1));
                FloatVector kept = forget.add(1);
                FloatVector above = at(cells, own).fma(both, one.sub(candidate).mul(kept));
                FloatVector cell = above.div(kept.mul(both));
                cell.intoArray(cells, own);
                FloatVector bent = bounded(cell.mul(-2));
                one.sub(bent).div(bent.add(1).mul(output.add(1))).intoArray(hidden, own);
            }
        }
    }

    private static FloatVector bounded(FloatVector x) {
        return VectorCurves.exp(x.min(LIMIT).max(-LIMIT));
    }

    private static FloatVector at(float[] values, int i) {
        return FloatVector.fromArray(SPECIES, values, i);
    }
}
