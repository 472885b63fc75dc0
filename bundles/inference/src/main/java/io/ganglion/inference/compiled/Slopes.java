// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** The curves and their slopes in double precision. At a kink it is the slope to the left of it. */
final class Slopes {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double GELU_SLOPE = 1.702;
    private static final double RATIONAL_SLOPE = 2.0 / 3;
    private static final double RATIONAL_SCALE = 1.7159;
    private static final double RATIONAL_FOURTH = 1.41645;

    private Slopes() {}

    static double value(Activation kind, double x, double alpha) {
        return switch (kind) {
            case IDENTITY -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case THRESHOLDED_RELU -> x > alpha ? x : 0;
            case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
            case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
            case TANH -> Math.tanh(x);
            case RATIONAL_TANH -> Math.copySign(RATIONAL_SCALE * (1 - 1 / rational(x)), x);
            case RECTIFIED_TANH -> Math.max(0, Math.tanh(x));
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SWISH -> x * sigmoid(x);
            case MISH -> x * Math.tanh(value(Activation.SOFTPLUS, x, 0));
            case GELU -> x * sigmoid(GELU_SLOPE * x);
            case CUBE -> x * x * x;
            case HARD_TANH -> Math.max(-1, Math.min(1, x));
            case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2 * x + 0.5));
            case SOFTMAX -> throw new IllegalArgumentException("softmax bends whole steps, not single numbers");
        };
    }

    static double slope(Activation kind, double x, double alpha) {
        return switch (kind) {
            case IDENTITY -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : alpha;
            case THRESHOLDED_RELU -> x > alpha ? 1 : 0;
            case ELU -> x > 0 ? 1 : alpha * Math.exp(x);
            case SELU -> SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x));
            case TANH -> ofTanh(x);
            case RATIONAL_TANH -> rationalTanh(x);
            case RECTIFIED_TANH -> x > 0 ? ofTanh(x) : 0;
            case SIGMOID -> ofSigmoid(x);
            case SOFTPLUS -> sigmoid(x);
            case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
            case SWISH -> sigmoid(x) + x * ofSigmoid(x);
            case MISH -> {
                double soft = value(Activation.SOFTPLUS, x, 0);
                yield Math.tanh(soft) + x * ofTanh(soft) * sigmoid(x);
            }
            case GELU -> sigmoid(GELU_SLOPE * x) + GELU_SLOPE * x * ofSigmoid(GELU_SLOPE * x);
            case CUBE -> 3 * x * x;
            case HARD_TANH -> x > -1 && x <= 1 ? 1 : 0;
            case HARD_SIGMOID -> x > -2.5 && x <= 2.5 ? 0.2 : 0;
            case SOFTMAX -> throw new IllegalArgumentException("softmax bends whole steps, not single numbers");
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double ofSigmoid(double x) {
        double y = sigmoid(x);
        return y * (1 - y);
    }

    private static double ofTanh(double x) {
        double y = Math.tanh(x);
        return 1 - y * y;
    }

    private static double rational(double x) {
        double y = Math.abs(x) * RATIONAL_SLOPE;
        return 1 + y + y * y + RATIONAL_FOURTH * y * y * y * y;
    }

    private static double rationalTanh(double x) {
        double y = Math.abs(x) * RATIONAL_SLOPE;
        double below = rational(x);
        return RATIONAL_SCALE * RATIONAL_SLOPE * (1 + 2 * y + 4 * RATIONAL_FOURTH * y * y * y) / (below * below);
    }
}
