// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link LstmCell} in lanes: gates across the lanes, four rows in registers. A row's own numbers are added before the
 * hidden ones, so that the processor begins with them while the step before is still being finished.
 */
final class VectorLstm {
    private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
    private static final int LANES = VectorKernel.LANES;
    /** Gates whose weights lie together. */
    static final int PANEL = 2 * LANES;

    /** Beyond this a sigmoid is 0 or 1 to a float, and the product of three such exponentials is still one. */
    private static final FloatVector LIMIT = FloatVector.broadcast(SPECIES, 28);

    private static final FloatVector LEAST = FloatVector.broadcast(SPECIES, -28);
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);
    private static final FloatVector MINUS_TWO = FloatVector.broadcast(SPECIES, -2);

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
        if (cell.raised()) {
            raise(gates, rows * width);
            remember(units, rows, gates, cells, hidden);
        } else {
            Memory.remember(VectorKernel.INSTANCE, cell, rows, gates, cells, hidden);
        }
    }

    private static void one(
            LstmCell cell, int column, float[] in, int from, float[] hidden, int own, float[] gates, int to) {
        float[] weights = cell.weights();
        int left = column * cell.inputs();
        int right = left + PANEL * cell.inputs();
        FloatVector a = at(cell.bias(), column);
        FloatVector b = at(cell.bias(), column + LANES);
        FloatVector c = at(cell.bias(), column + 2 * LANES);
        FloatVector d = at(cell.bias(), column + 3 * LANES);
        for (int i = 0; i < cell.inputs(); i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[from + i]);
            a = at(weights, left + i * PANEL).fma(x, a);
            b = at(weights, left + i * PANEL + LANES).fma(x, b);
            c = at(weights, right + i * PANEL).fma(x, c);
            d = at(weights, right + i * PANEL + LANES).fma(x, d);
        }
        float[] recurrent = cell.recurrent();
        left = column * cell.units();
        right = left + PANEL * cell.units();
        for (int i = 0; i < cell.units(); i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, hidden[own + i]);
            a = at(recurrent, left + i * PANEL).fma(x, a);
            b = at(recurrent, left + i * PANEL + LANES).fma(x, b);
            c = at(recurrent, right + i * PANEL).fma(x, c);
            d = at(recurrent, right + i * PANEL + LANES).fma(x, d);
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
        int panel = column * cell.inputs();
        for (int i = 0; i < cell.inputs(); i++) {
            FloatVector w0 = at(weights, panel + i * PANEL);
            FloatVector w1 = at(weights, panel + i * PANEL + LANES);
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
        float[] recurrent = cell.recurrent();
        panel = column * cell.units();
        for (int i = 0; i < cell.units(); i++) {
            FloatVector w0 = at(recurrent, panel + i * PANEL);
            FloatVector w1 = at(recurrent, panel + i * PANEL + LANES);
            FloatVector a = FloatVector.broadcast(SPECIES, hidden[own + i]);
            a0 = w0.fma(a, a0);
            a1 = w1.fma(a, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, hidden[own + i + units]);
            b0 = w0.fma(b, b0);
            b1 = w1.fma(b, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, hidden[own + i + 2 * units]);
            c0 = w0.fma(c, c0);
            c1 = w1.fma(c, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, hidden[own + i + 3 * units]);
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
     * as much as half an exponential: {@code f c + i a} with {@code F, I, A} the exponentials of {@code -f, -i, -2a}, which
     * is what the gates have become, is
     * {@code (c (1+I)(1+A) + (1-A)(1+F)) / ((1+F)(1+I)(1+A))}.
     */
    private static void remember(int units, int rows, float[] gates, float[] cells, float[] hidden) {
        for (int row = 0, at = 0; row < rows; row++, at += LstmCell.BLOCKS * units) {
            for (int unit = 0; unit < units; unit += LANES) {
                int own = row * units + unit;
                FloatVector candidate = at(gates, at + unit);
                FloatVector kept = at(gates, at + units + unit).add(ONE);
                FloatVector both = at(gates, at + 3 * units + unit).add(ONE).mul(candidate.add(ONE));
                FloatVector above = at(cells, own).fma(both, ONE.sub(candidate).mul(kept));
                FloatVector cell = above.div(kept.mul(both));
                cell.intoArray(cells, own);
                // VectorCurves.raised, spelled out: a method of this length is not made part of the one that calls it,
                // where there would be more to compile than the compiler takes on, and vectors would become objects.
                FloatVector x = cell.mul(MINUS_TWO).min(LIMIT).max(LEAST);
                FloatVector shifted = x.fma(VectorCurves.LOG2_E, VectorCurves.BIASED_ROUNDER);
                FloatVector whole = shifted.sub(VectorCurves.BIASED_ROUNDER);
                FloatVector rest = whole.fma(VectorCurves.LN2_LOW, whole.fma(VectorCurves.LN2_HIGH, x));
                FloatVector sum = rest.fma(VectorCurves.TAYLOR_7, VectorCurves.TAYLOR_6);
                sum = sum.fma(rest, VectorCurves.TAYLOR_5);
                sum = sum.fma(rest, VectorCurves.TAYLOR_4);
                sum = sum.fma(rest, VectorCurves.TAYLOR_3);
                sum = sum.fma(rest, VectorCurves.TAYLOR_2);
                sum = sum.fma(rest, ONE).fma(rest, ONE);
                FloatVector bent = sum.mul(shifted.reinterpretAsInts()
                        .lanewise(VectorOperators.LSHL, Curves.MANTISSA_BITS)
                        .reinterpretAsFloats());
                FloatVector output = at(gates, at + 2 * units + unit).add(ONE);
                ONE.sub(bent).div(bent.add(ONE).mul(output)).intoArray(hidden, own);
            }
        }
    }

    private static void raise(float[] gates, int to) {
        for (int i = 0; i < to; i += LANES) {
            exponential(at(gates, i)).intoArray(gates, i);
        }
    }

    private static FloatVector exponential(FloatVector x) {
        return VectorCurves.raised(x.min(LIMIT).max(LEAST));
    }

    private static FloatVector at(float[] values, int i) {
        return FloatVector.fromArray(SPECIES, values, i);
    }
}
