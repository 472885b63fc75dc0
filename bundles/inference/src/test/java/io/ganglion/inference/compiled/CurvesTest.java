// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CurvesTest {
    private static final int STEPS = 1 << 17;
    private static final float ALPHA = 0.3f;

    @ParameterizedTest
    @EnumSource(value = Activation.class, mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void everyCurve_isWithinAMillionth_ofTheExactOne_inBothForms(Activation curve) {
        float[] bent = new float[STEPS];
        for (int i = 0; i < STEPS; i++) {
            bent[i] = at(i);
        }
        VectorCurves.apply(new Curve(curve, ALPHA), bent, 0, STEPS);
        double worst = 0;
        for (int i = 0; i < STEPS; i++) {
            double exact = exact(curve, at(i), ALPHA);
            double scale = Math.max(1, Math.abs(exact));
            worst = Math.max(worst, Math.abs(Curves.at(curve, at(i), ALPHA) - exact) / scale);
            worst = Math.max(worst, Math.abs(bent[i] - exact) / scale);
        }
        assertThat(worst).isLessThan(1e-6);
    }

    @Test
    void exp_isRelativelyExact_andStaysFiniteBeyondItsRange() {
        double worst = 0;
        for (float x = -86; x < 86; x += 0.0137f) {
            worst = Math.max(worst, Math.abs(Curves.exp(x) / StrictMath.exp(x) - 1));
        }
        assertThat(worst).isLessThan(1e-6);
        assertThat(Curves.exp(1e30f)).isFinite();
        assertThat(Curves.sigmoid(-1e30f)).isBetween(0f, 1e-30f);
        assertThat(Curves.tanh(1e30f)).isEqualTo(1f);
    }

    /** -100 to 100, denser around 0. */
    private static float at(int i) {
        double part = 2.0 * i / (STEPS - 1) - 1;
        return (float) (100 * part * part * part);
    }

    static double exact(Activation curve, double x, double alpha) {
        return switch (curve) {
            case IDENTITY -> x;
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case THRESHOLDED_RELU -> x > alpha ? x : 0;
            case ELU -> x >= 0 ? x : alpha * StrictMath.expm1(x);
            case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * StrictMath.expm1(x));
            case TANH -> StrictMath.tanh(x);
            case RATIONAL_TANH -> rationalTanh(x);
            case RECTIFIED_TANH -> Math.max(0, StrictMath.tanh(x));
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SWISH -> x * sigmoid(x);
            case MISH -> x * StrictMath.tanh(Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
            case CUBE -> x * x * x;
            case GELU -> x * sigmoid(1.702 * x);
            case HARD_TANH -> Math.max(-1, Math.min(1, x));
            case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2 * x + 0.5));
            case SOFTMAX -> throw new IllegalArgumentException("bends whole steps");
        };
    }

    private static double rationalTanh(double x) {
        double y = 2 * Math.abs(x) / 3;
        return 1.7159 * Math.signum(x) * (1 - 1 / (1 + y + y * y + 1.41645 * y * y * y * y));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
