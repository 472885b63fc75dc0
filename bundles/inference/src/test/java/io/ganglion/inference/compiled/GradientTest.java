// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.Network;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTest {
    private static final double STEP = 1e-6;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autoencoder",
                "pump",
                "wide",
                "without-bias",
                "doubles",
                "softmax",
                "norm",
                "lstm",
                "lstm-last",
                "lstm-autoencoder",
                "lstm-unrolled",
                "cnn",
                "cnn-autoencoder",
                "cnn-features-last",
                "graph"
            })
    void everyNetwork_goesBackwards_toWhatSmallStepsForwardSay(String name) throws Exception {
        JsonNode probes = new ObjectMapper().readTree(Fixtures.read(name + ".json"));
        Network network = new CompiledEngine()
                .load(
                        Fixtures.read(name + ".zip"),
                        Math.max(1, probes.path("steps").asInt(1)));
        Gradient gradient = ((Differentiable) network).gradient().orElseThrow();
        Random random = new Random(3);
        double[] row = random.doubles(network.inputs(), -1.5, 1.5).toArray();
        double[] weights = random.doubles(network.outputs(), -1, 1).toArray();
        double[] slopes = new double[row.length];
        double[] out = new double[weights.length];
        gradient.forward(row, out);
        assertThat(out).containsExactly(fast(network, row), Offset.offset(2e-5));
        gradient.back(weights, slopes);
        for (int i = 0; i < row.length; i++) {
            double above = weighted(gradient, row, i, STEP, weights);
            double below = weighted(gradient, row, i, -STEP, weights);
            assertThat(slopes[i])
                    .as("%s, input %d", name, i)
                    .isCloseTo((above - below) / (2 * STEP), Offset.offset(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SOFTMAX"})
    void everyCurve_isTheOneThatScores_andHasItsSlope(Activation curve) {
        for (double x = -3.073; x < 3.1; x += 0.11) {
            double value = Slopes.value(curve, x, 0.3);
            assertThat(value).isCloseTo(Curves.at(curve, (float) x, 0.3f), Offset.offset(2e-5));
            double steep = (Slopes.value(curve, x + STEP, 0.3) - Slopes.value(curve, x - STEP, 0.3)) / (2 * STEP);
            assertThat(Slopes.slope(curve, x, 0.3)).as("%s at %s", curve, x).isCloseTo(steep, Offset.offset(1e-7));
        }
    }

    @Test
    void everyWayOfPooling_goesBackwards() {
        for (PoolLayer.Kind kind : PoolLayer.Kind.values()) {
            Tape tape = new Tape();
            Span in = tape.room(Shape.row(4));
            Span out = tape.pool(kind, 3, Shape.row(2), new int[][] {{0, 1, 2}, {1, 3}});
            Gradient gradient = new Gradient(tape, in, out);
            double[] row = {0.4, -1.2, 0.9, 0.3};
            double[] weights = {1, -2};
            double[] slopes = new double[4];
            gradient.forward(row, new double[2]);
            gradient.back(weights, slopes);
            for (int i = 0; i < row.length; i++) {
                double steep = (weighted(gradient, row, i, STEP, weights) - weighted(gradient, row, i, -STEP, weights))
                        / (2 * STEP);
                assertThat(slopes[i]).as("%s, input %d", kind, i).isCloseTo(steep, Offset.offset(1e-7));
            }
        }
    }

    private static double weighted(Gradient gradient, double[] row, int input, double step, double[] weights) {
        double[] moved = row.clone();
        moved[input] += step;
        double[] out = new double[weights.length];
        gradient.forward(moved, out);
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += weights[i] * out[i];
        }
        return sum;
    }

    private static double[] fast(Network network, double[] row) {
        float[] in = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            in[i] = (float) row[i];
        }
        float[] out = new float[network.outputs()];
        network.newRunner().run(in, 1, out);
        double[] wide = new double[out.length];
        for (int i = 0; i < out.length; i++) {
            wide[i] = out[i];
        }
        return wide;
    }
}
