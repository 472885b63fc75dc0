// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledEngineTest {
    /** @param steps absent where rows are plain */
    private record Probes(int steps, float[][] inputs, float[][] outputs) {
        Probes {
            steps = Math.max(1, steps);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autoencoder",
                "pump",
                "wide",
                "without-bias",
                "doubles",
                "curve-identity",
                "curve-relu",
                "curve-leakyrelu",
                "curve-elu",
                "curve-selu",
                "curve-tanh",
                "curve-sigmoid",
                "curve-softplus",
                "curve-softsign",
                "curve-swish",
                "curve-gelu",
                "curve-mish",
                "curve-rationaltanh",
                "curve-rectifiedtanh",
                "curve-thresholdedrelu",
                "softmax",
                "norm",
                "lstm",
                "lstm-last",
                "lstm-autoencoder",
                "lstm-unrolled",
                "cnn",
                "cnn-autoencoder",
                "cnn-features-last",
                "graph",
                "curve-hardtanh",
                "curve-hardsigmoid"
            })
    void everyNetwork_givesWhatDeeplearning4jGave_inBothKernels(String name) throws Exception {
        Probes probes = new ObjectMapper().readValue(Fixtures.read(name + ".json"), Probes.class);
        for (Kernel kernel : new Kernel[] {new VectorKernel(), new PlainKernel()}) {
            Network network = new CompiledEngine(kernel).load(Fixtures.read(name + ".zip"), probes.steps());
            float[] out = new float[probes.outputs().length * network.outputs()];
            network.newRunner().run(flat(probes.inputs()), probes.inputs().length, out);
            float[] expected = flat(probes.outputs());
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) out[i])
                        .as("%s in %s, output %d", name, kernel.name(), i)
                        .isCloseTo(
                                expected[i],
                                org.assertj.core.data.Offset.offset(5e-6 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simple-rnn | layer 1 is a SimpleRnn, which the compiled engine does not run; install feature ganglion-dl4j",
                "layer-norm | layer 0 has layer normalisation"
            })
    void whatItCannotRun_itNames(String name, String message) {
        assertThatThrownBy(() -> new CompiledEngine().load(Fixtures.read(name + ".zip")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void rowsAreScoredAlike_aloneAndInAnyBatch() throws Exception {
        Network network = new CompiledEngine().load(Fixtures.read("autoencoder.zip"));
        Network.Runner runner = network.newRunner();
        java.util.Random random = new java.util.Random(7);
        float[] in = new float[200 * 16];
        for (int i = 0; i < in.length; i++) {
            in[i] = (float) random.nextGaussian();
        }
        float[] together = new float[in.length];
        runner.run(in, 200, together);
        float[] one = new float[16];
        for (int row = 0; row < 200; row++) {
            runner.run(java.util.Arrays.copyOfRange(in, row * 16, row * 16 + 16), 1, one);
            assertThat(one).isEqualTo(java.util.Arrays.copyOfRange(together, row * 16, row * 16 + 16));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "lstm-autoencoder", "cnn", "cnn-autoencoder", "graph"})
    void series_areScoredAlike_aloneAndInAnyBatch(String name) throws Exception {
        Network network = new CompiledEngine().load(Fixtures.read(name + ".zip"), 12);
        Network.Runner runner = network.newRunner();
        float[] in = new float[150 * network.inputs()];
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < in.length; i++) {
            in[i] = (float) random.nextGaussian();
        }
        float[] together = new float[150 * network.outputs()];
        runner.run(in, 150, together);
        float[] one = new float[network.outputs()];
        for (int row = 0; row < 150; row++) {
            runner.run(java.util.Arrays.copyOfRange(in, row * network.inputs(), (row + 1) * network.inputs()), 1, one);
            assertThat(one)
                    .isEqualTo(java.util.Arrays.copyOfRange(
                            together, row * network.outputs(), (row + 1) * network.outputs()));
        }
    }

    @Test
    void aSeriesTooShortForAWindow_isRefused_andSaysWhereToLook() {
        assertThatThrownBy(() -> new CompiledEngine().load(Fixtures.read("cnn.zip"), 4))
                .isInstanceOf(ModelException.class)
                .hasMessage("layer 0 (Convolution1DLayer) needs 5 steps for one window, but gets 4 and 0 of padding; is"
                        + " steps in model.json right?");
    }

    @Test
    void arraysThatAreTooShort_areRefused_beforeAnythingIsWritten() throws Exception {
        Network.Runner runner =
                new CompiledEngine().load(Fixtures.read("pump.zip")).newRunner();
        assertThatThrownBy(() -> runner.run(new float[8], 2, new float[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input=8 of 16");
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
