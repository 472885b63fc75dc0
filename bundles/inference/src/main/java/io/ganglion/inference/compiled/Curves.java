// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * The curves in single precision, within 1e-6 of the exact ones (relative for {@link #exp}). Only additions,
 * multiplications and bit shifts, so that {@link VectorKernel} can say the same thing in lanes.
 */
final class Curves {
    /** Beyond this {@code e^x} leaves the normal floats. */
    static final float EXP_LIMIT = 87f;

    static final float LOG2_E = 1.442695041f;
    /** ln 2 in two parts: the first has so few bits that its product with a small whole number is exact. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;
    /** Adding it rounds a float to a whole number, which then stands in the low bits of its mantissa. */
    static final float ROUNDER = 12582912f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    static final int ONE_BITS = Float.floatToRawIntBits(1f);
    static final int MANTISSA_BITS = 23;

    /** Of {@code e^r} around 0, from the seventh power down; enough for {@code |r| <= ln(2)/2}. */
    static final float TAYLOR_7 = 1f / 5040;

    static final float TAYLOR_6 = 1f / 720;
    static final float TAYLOR_5 = 1f / 120;
    static final float TAYLOR_4 = 1f / 24;
    static final float TAYLOR_3 = 1f / 6;
    static final float TAYLOR_2 = 1f / 2;
    private static final float[] TAYLOR = {TAYLOR_7, TAYLOR_6, TAYLOR_5, TAYLOR_4, TAYLOR_3, TAYLOR_2, 1f, 1f};

    /** Of {@code ln((1+z)/(1-z)) / 2z} in {@code z²}, from the sixth power down; enough for {@code z <= 1/3}. */
    static final float[] ATANH = {1f / 13, 1f / 11, 1f / 9, 1f / 7, 1f / 5, 1f / 3, 1f};

    static final float SELU_SCALE = 1.0507009873554805f;
    static final float SELU_ALPHA = 1.6732632423543772f;
    static final float GELU_SLOPE = 1.702f;
    static final float RATIONAL_SLOPE = 2f / 3;
    static final float RATIONAL_SCALE = 1.7159f;
    static final float RATIONAL_FOURTH = 1.41645f;
    /** Beyond this mish is the identity, and the square of {@code e^x} still a float. */
    static final float MISH_LIMIT = 30f;

    private Curves() {}

    static float at(Activation activation, float x, float alpha) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case THRESHOLDED_RELU -> x > alpha ? x : 0;
            case ELU -> x >= 0 ? x : alpha * (exp(x) - 1);
            case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * (exp(x) - 1));
            case TANH -> tanh(x);
            case RATIONAL_TANH -> rationalTanh(x);
            case RECTIFIED_TANH -> Math.max(0, tanh(x));
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> softplus(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SWISH -> x * sigmoid(x);
            case MISH -> mish(x);
            case GELU -> x * sigmoid(GELU_SLOPE * x);
            case CUBE -> x * x * x;
            case HARD_TANH -> Math.max(-1, Math.min(1, x));
            case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2f * x + 0.5f));
            case SOFTMAX -> throw new IllegalArgumentException("softmax bends whole steps, not single numbers");
        };
    }

    static float exp(float x) {
        float bounded = Math.max(-EXP_LIMIT, Math.min(EXP_LIMIT, x));
        float shifted = bounded * LOG2_E + ROUNDER;
        float whole = shifted - ROUNDER;
        float rest = bounded - whole * LN2_HIGH - whole * LN2_LOW;
        int power = (Float.floatToRawIntBits(shifted) - ROUNDER_BITS << MANTISSA_BITS) + ONE_BITS;
        return polynomial(TAYLOR, rest) * Float.intBitsToFloat(power);
    }

    static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    static float tanh(float x) {
        return 2 / (1 + exp(-2 * x)) - 1;
    }

    /** {@code max(x, 0) + ln(1 + e^-|x|)}: the logarithm's argument stays between 1 and 2. */
    static float softplus(float x) {
        float tail = exp(-Math.abs(x));
        float z = tail / (2 + tail);
        return Math.max(x, 0) + 2 * z * polynomial(ATANH, z * z);
    }

    /** {@code 1.7159 tanh(2x/3)}, tanh by a rational form: the activation's own definition, not an approximation of ours. */
    static float rationalTanh(float x) {
        float y = Math.abs(x) * RATIONAL_SLOPE;
        float square = y * y;
        return Math.copySign(RATIONAL_SCALE * (1 - 1 / (1 + y + square + RATIONAL_FOURTH * (square * square))), x);
    }

    /** {@code x tanh(ln(1 + e^x))}, the tanh of a logarithm being a quotient. */
    static float mish(float x) {
        float grown = exp(Math.min(x, MISH_LIMIT));
        float square = grown * (grown + 2);
        return x * (square / (square + 2));
    }

    private static float polynomial(float[] factors, float x) {
        float sum = factors[0];
        for (int i = 1; i < factors.length; i++) {
            sum = sum * x + factors[i];
        }
        return sum;
    }
}
