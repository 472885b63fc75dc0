// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    private static final Kernel[] KERNELS = {new VectorKernel(), new PlainKernel()};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomLayers_giveWhatANaiveDoubleLoopGives(long seed) {
        Random random = new Random(seed);
        for (Kernel kernel : KERNELS) {
            int inputs = 1 + random.nextInt(70);
            int outputs = 1 + random.nextInt(70);
            int between = inputs + random.nextInt(5);
            Curve curve = new Curve(Activation.values()[random.nextInt(Activation.SOFTMAX.ordinal())], 0.3f);
            float[] weights = numbers(random, inputs * outputs, 1 / Math.sqrt(inputs));
            float[] bias = numbers(random, outputs, 1);
            Affine affine = Affine.of(inputs, outputs, weights, bias, curve, kernel.lanes());
            int rows = 1 + random.nextInt(150);
            float[] in = numbers(random, rows * between, 2);
            float[] out = new float[3 + rows * affine.stride()];
            kernel.run(affine, in, 0, between, rows, out, 3);
            for (int row = 0; row < rows; row++) {
                for (int o = 0; o < outputs; o++) {
                    double sum = bias[o];
                    for (int i = 0; i < inputs; i++) {
                        sum += in[row * between + i] * (double) weights[o * inputs + i];
                    }
                    double expected = CurvesTest.exact(curve.kind(), sum, curve.alpha());
                    assertThat((double) out[3 + row * affine.stride() + o])
                            .as(
                                    "%s kernel, %s, %d to %d, row %d output %d",
                                    kernel.name(), curve, inputs, outputs, row, o)
                            .isCloseTo(expected, Offset.offset(2e-5 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17})
    void theGreatest_isFoundInEveryColumn_whateverTheWidth(int width) {
        float[] in = numbers(new Random(width), 20 * (width + 3), 5);
        for (Kernel kernel : KERNELS) {
            float[] out = new float[width];
            kernel.greatest(in, 2, width + 3, 11, width, out, 0);
            for (int i = 0; i < width; i++) {
                float greatest = Float.NEGATIVE_INFINITY;
                for (int row = 0; row < 11; row++) {
                    greatest = Math.max(greatest, in[2 + row * (width + 3) + i]);
                }
                assertThat(out[i]).isEqualTo(greatest);
            }
        }
    }

    @Test
    void aCellThatIsDrivenToItsEnds_staysFinite() {
        for (Kernel kernel : KERNELS) {
            float[] coefficients = new float[4 * 3 * (2 + 3 + 1)];
            Arrays.fill(coefficients, 1e9f);
            LstmCell cell = kernel.prepared(LstmCell.of(
                    2,
                    3,
                    new Weights(coefficients),
                    new Curve(Activation.TANH, 0),
                    new Curve(Activation.SIGMOID, 0),
                    kernel.lanes()));
            float[] hidden = new float[cell.stride()];
            float[] cells = new float[cell.stride()];
            float[] gates = new float[4 * cell.stride()];
            for (float sign : new float[] {1, -1, 1}) {
                kernel.step(cell, new float[] {sign * 1e4f, sign * 1e4f}, 0, 2, 1, gates, cells, hidden);
                for (int unit = 0; unit < 3; unit++) {
                    assertThat(hidden[unit]).as(kernel.name()).isBetween(-1f, 1f);
                }
            }
        }
    }

    private static float[] numbers(Random random, int count, double scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }
}
