// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomNetworks_giveWhatANaiveDoubleLoopGives(long seed) {
        Random random = new Random(seed);
        for (Kernel kernel : new Kernel[] {new VectorKernel(), new PlainKernel()}) {
            int depth = 1 + random.nextInt(4);
            int[] widths = random.ints(depth + 1, 1, 70).toArray();
            List<LayerPlan> plans = new ArrayList<>();
            List<float[]> coefficients = new ArrayList<>();
            List<DenseLayer> layers = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                Activation curve = Activation.values()[random.nextInt(Activation.values().length)];
                LayerPlan plan = new LayerPlan(i, widths[i], widths[i + 1], random.nextBoolean(), curve, 0.3f);
                plans.add(plan);
                coefficients.add(numbers(random, (int) plan.parameters(), 1 / Math.sqrt(widths[i])));
                layers.add(DenseLayer.of(plan, coefficients.get(i), 0, kernel.lanes()));
            }
            int rows = 1 + random.nextInt(150);
            float[] in = numbers(random, rows * widths[0], 2);
            float[] out = new float[rows * widths[depth]];
            new CompiledNetwork(layers, kernel).newRunner().run(in, rows, out);
            for (int row = 0; row < rows; row++) {
                double[] expected = naive(plans, coefficients, in, row * widths[0]);
                for (int o = 0; o < expected.length; o++) {
                    assertThat((double) out[row * expected.length + o])
                            .as("%s kernel, %s, row %d output %d", kernel.name(), plans, row, o)
                            .isCloseTo(expected[o], Offset.offset(2e-5 * Math.max(1, Math.abs(expected[o]))));
                }
            }
        }
    }

    private static double[] naive(List<LayerPlan> plans, List<float[]> coefficients, float[] in, int from) {
        double[] x = new double[plans.get(0).inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = in[from + i];
        }
        for (LayerPlan plan : plans) {
            float[] weights = coefficients.get(plan.index());
            double[] y = new double[plan.outputs()];
            for (int o = 0; o < y.length; o++) {
                double sum = plan.biased() ? weights[plan.inputs() * plan.outputs() + o] : 0;
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * weights[o * plan.inputs() + i];
                }
                y[o] = CurvesTest.exact(plan.activation(), sum, plan.alpha());
            }
            x = y;
        }
        return x;
    }

    private static float[] numbers(Random random, int count, double scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }
}
