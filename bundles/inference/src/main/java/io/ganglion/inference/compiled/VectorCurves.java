// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Curves} in lanes. One loop a curve, and the curve chosen outside of it, so that the compiler keeps every vector
 * in a register.
 */
final class VectorCurves {
    private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final FloatVector ONE = all(1);
    static final FloatVector LOG2_E = all(Curves.LOG2_E);
    static final FloatVector LN2_HIGH = all(-Curves.LN2_HIGH);
    static final FloatVector LN2_LOW = all(-Curves.LN2_LOW);
    static final FloatVector TAYLOR_7 = all(Curves.TAYLOR_7);
    static final FloatVector TAYLOR_6 = all(Curves.TAYLOR_6);
    static final FloatVector TAYLOR_5 = all(Curves.TAYLOR_5);
    static final FloatVector TAYLOR_4 = all(Curves.TAYLOR_4);
    static final FloatVector TAYLOR_3 = all(Curves.TAYLOR_3);
    static final FloatVector TAYLOR_2 = all(Curves.TAYLOR_2);
    /** With the exponent's bias on top, so that the low bits of the sum, moved up, already are a power of two. */
    static final FloatVector BIASED_ROUNDER = all(Curves.ROUNDER + 127);

    private VectorCurves() {}

    /** Bends {@code values[from..to)} in place; the range is whole vectors. */
    static void apply(Curve curve, float[] values, int from, int to) {
        float alpha = curve.alpha();
        switch (curve.kind()) {
            case IDENTITY -> {}
            case RELU -> relu(values, from, to);
            case LEAKY_RELU -> leakyRelu(alpha, values, from, to);
            case THRESHOLDED_RELU -> thresholdedRelu(alpha, values, from, to);
            case ELU -> elu(1, alpha, values, from, to);
            case SELU -> elu(Curves.SELU_SCALE, Curves.SELU_ALPHA, values, from, to);
            case TANH -> tanh(values, from, to);
            case RECTIFIED_TANH -> {
                tanh(values, from, to);
                relu(values, from, to);
            }
            case SIGMOID -> sigmoid(values, from, to);
            case SOFTPLUS -> softplus(values, from, to);
            case SOFTSIGN -> softsign(values, from, to);
            case SWISH -> gated(1, values, from, to);
            case GELU -> gated(Curves.GELU_SLOPE, values, from, to);
            case HARD_TANH -> clip(1, 0, -1, values, from, to);
            case HARD_SIGMOID -> clip(0.2f, 0.5f, 0, values, from, to);
            case CUBE -> cube(values, from, to);
                // Rare: in plain loops.
            case RATIONAL_TANH, MISH, SOFTMAX -> PlainKernel.bendEach(curve, values, from, to);
        }
    }

    private static void relu(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            at(values, i).max(0).intoArray(values, i);
        }
    }

    private static void leakyRelu(float alpha, float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            x.mul(alpha).blend(x, x.compare(VectorOperators.GE, 0)).intoArray(values, i);
        }
    }

    private static void thresholdedRelu(float threshold, float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            FloatVector.zero(SPECIES)
                    .blend(x, x.compare(VectorOperators.GT, threshold))
                    .intoArray(values, i);
        }
    }

    private static void cube(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            x.mul(x).mul(x).intoArray(values, i);
        }
    }

    private static void elu(float scale, float alpha, float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            FloatVector below = exp(x).sub(1).mul(alpha);
            below.blend(x, x.compare(VectorOperators.GE, 0)).mul(scale).intoArray(values, i);
        }
    }

    private static void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector one = FloatVector.broadcast(SPECIES, 1);
            one.add(one).div(exp(at(values, i).mul(-2)).add(1)).sub(1).intoArray(values, i);
        }
    }

    private static void sigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            sigmoid(at(values, i)).intoArray(values, i);
        }
    }

    private static void gated(float slope, float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            x.mul(sigmoid(x.mul(slope))).intoArray(values, i);
        }
    }

    private static void softplus(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            FloatVector tail = exp(x.abs().neg());
            FloatVector z = tail.div(tail.add(2));
            FloatVector square = z.mul(z);
            FloatVector sum = FloatVector.broadcast(SPECIES, Curves.ATANH[0]);
            for (int k = 1; k < Curves.ATANH.length; k++) {
                sum = sum.fma(square, FloatVector.broadcast(SPECIES, Curves.ATANH[k]));
            }
            x.max(0).add(z.mul(2).mul(sum)).intoArray(values, i);
        }
    }

    private static void softsign(float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector x = at(values, i);
            x.div(x.abs().add(1)).intoArray(values, i);
        }
    }

    private static void clip(float slope, float rise, float least, float[] values, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            at(values, i).mul(slope).add(rise).min(1).max(least).intoArray(values, i);
        }
    }

    private static FloatVector at(float[] values, int i) {
        return FloatVector.fromArray(SPECIES, values, i);
    }

    private static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(SPECIES, 1).div(exp(x.neg()).add(1));
    }

    private static FloatVector exp(FloatVector x) {
        return raised(x.min(Curves.EXP_LIMIT).max(-Curves.EXP_LIMIT));
    }

    /**
     * {@code e^x} for an {@code x} that is within the limit. Few operations, because the compiler gives up on a method of
     * more than some forty, and then every vector is an object.
     */
    static FloatVector raised(FloatVector x) {
        FloatVector shifted = x.fma(LOG2_E, BIASED_ROUNDER);
        FloatVector whole = shifted.sub(BIASED_ROUNDER);
        FloatVector rest = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, x));
        FloatVector sum = rest.fma(TAYLOR_7, TAYLOR_6);
        sum = sum.fma(rest, TAYLOR_5);
        sum = sum.fma(rest, TAYLOR_4);
        sum = sum.fma(rest, TAYLOR_3);
        sum = sum.fma(rest, TAYLOR_2);
        sum = sum.fma(rest, ONE);
        sum = sum.fma(rest, ONE);
        return sum.mul(shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, Curves.MANTISSA_BITS)
                .reinterpretAsFloats());
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
