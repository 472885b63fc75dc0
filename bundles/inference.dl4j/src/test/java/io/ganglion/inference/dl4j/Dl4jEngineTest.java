// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Offset.offset;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import io.ganglion.dl4j.Backend;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jEngineTest {
    private static final Dl4jEngine ENGINE = new Dl4jEngine(Backend.start(Path.of("target", "javacpp")));
    private static final int WIDTH = 8;

    @Test
    void anAutoencoder_givesWhatDl4jGave_whenItWasSaved() throws ModelException {
        MultiLayerNetwork saved = autoencoder();
        float[] rows = rows(70);
        float[] expected = saved.output(Nd4j.create(rows, new long[] {70, WIDTH}, 'c'))
                .dup('c')
                .data()
                .asFloat();

        try (Network network = ENGINE.load(Archives.of(saved))) {
            assertThat(network.inputs()).isEqualTo(WIDTH);
            assertThat(network.outputs()).isEqualTo(WIDTH);
            assertThat(output(network, rows, 70)).containsExactly(expected);
        }
    }

    @Test
    void aBatch_givesTheSameAsItsRowsOneByOne() throws ModelException {
        float[] rows = rows(16);
        try (Network network = ENGINE.load(Archives.of(autoencoder()))) {
            float[] batch = output(network, rows, 16);
            for (int row = 0; row < 16; row++) {
                float[] alone = output(network, Arrays.copyOfRange(rows, row * WIDTH, (row + 1) * WIDTH), 1);
                for (int i = 0; i < WIDTH; i++) {
                    assertThat(alone[i]).isCloseTo(batch[row * WIDTH + i], offset(1e-5f));
                }
            }
        }
    }

    @Test
    void runnersOfSeveralThreads_doNotDisturbEachOther() throws ModelException {
        float[] rows = rows(32);
        try (Network network = ENGINE.load(Archives.of(autoencoder()))) {
            float[] expected = output(network, rows, 32);
            List<float[]> seen = IntStream.range(0, 64)
                    .parallel()
                    .mapToObj(i -> output(network, rows, 32))
                    .toList();
            assertThat(seen).allSatisfy(result -> assertThat(result).containsExactly(expected));
        }
    }

    @Test
    void whatDoesNotCompile_runsHere_aRowBeingASeriesOfOneStep() throws ModelException {
        LSTM lstm = new LSTM.Builder().nIn(WIDTH).nOut(5).build();
        Convolution1DLayer convolution =
                new Convolution1DLayer.Builder(1).nIn(WIDTH).nOut(5).build();
        RnnOutputLayer out = new RnnOutputLayer.Builder(LossFunction.MSE)
                .nIn(5)
                .nOut(WIDTH)
                .activation(Activation.IDENTITY)
                .build();
        BatchNormalization norm =
                new BatchNormalization.Builder().nIn(WIDTH).nOut(WIDTH).build();
        for (MultiLayerNetwork saved : List.of(
                Archives.network(lstm, out),
                Archives.network(convolution, out),
                Archives.network(norm, dense(WIDTH, 4), output(4)))) {
            try (Network network = ENGINE.load(Archives.of(saved))) {
                assertThat(output(network, rows(3), 3)).hasSize(3 * WIDTH);
            }
        }
    }

    @Test
    void aLayerThatIsNotAnnounced_isRefusedByName() {
        byte[] zip = Archives.of(Archives.network(
                new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(1).build()));

        refused(zip, "layer 0 is a ConvolutionLayer");
    }

    @Test
    void aClassThatIsNoPartOfANetwork_isNotMade() {
        byte[] zip = Archives.of(autoencoder());
        String json = new String(Archives.entries(zip).get("configuration.json"), UTF_8);

        String hostile =
                json.replaceFirst("org\\.nd4j\\.linalg\\.activations\\.impl\\.\\w+", "javax.swing.JEditorPane");
        assertThat(hostile).isNotEqualTo(json);
        refused(Archives.with(zip, "configuration.json", hostile.getBytes(UTF_8)), "@class=javax.swing.JEditorPane");
        // Escaped, it is the same key to a parser.
        String hidden = hostile.replace("@class", "\\u0040class");
        refused(Archives.with(zip, "configuration.json", hidden.getBytes(UTF_8)), "@class=");
    }

    @Test
    void aSerialisedPreprocessor_isLeftAlone() throws ModelException {
        byte[] zip = Archives.with(Archives.of(autoencoder()), "preprocessor.bin", new byte[] {1, 2, 3});

        ENGINE.load(zip).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration.json", "coefficients.bin"})
    void anEntryThatIsMissing_isNamed(String name) {
        var entries = Archives.entries(Archives.of(autoencoder()));
        entries.remove(name);

        refused(Archives.zip(entries), "the archive has no " + name);
    }

    @Test
    void aBomb_isNotInflated() {
        byte[] zip = Archives.with(Archives.of(autoencoder()), "configuration.json", new byte[8 << 20]);

        refused(zip, "inflates to more than 1048576 bytes");
    }

    @Test
    void coefficientsThatClaimMoreThanTheyHold_areRefusedBeforeAnythingIsAllocated() {
        byte[] zip = Archives.of(autoencoder());
        byte[] coefficients = Archives.entries(zip).get("coefficients.bin");
        byte[] boastful = coefficients.clone();
        // The length of the second buffer: after the first one's header, its 8 longs and the second one's mode.
        int at = indexOfLength(boastful);
        ByteBuffer.wrap(boastful).putLong(at, 1L << 40);
        refused(Archives.with(zip, "coefficients.bin", boastful), "claims 1099511627776 numbers");
        refused(
                Archives.with(zip, "coefficients.bin", Arrays.copyOf(coefficients, coefficients.length / 2)),
                "coefficients.bin claims");
        refused(Archives.with(zip, "coefficients.bin", new byte[] {0, 1}), "coefficients.bin is damaged");
    }

    @Test
    void coefficientsOfAnotherNetwork_areRefused() {
        byte[] other = Archives.entries(Archives.of(Archives.network(dense(WIDTH, 3), output(3))))
                .get("coefficients.bin");

        refused(
                Archives.with(Archives.of(autoencoder()), "coefficients.bin", other),
                "does not run a row of 8 numbers");
    }

    @Test
    void noise_isRefused() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);

        refused(noise, "the archive has no configuration.json");
    }

    private static int indexOfLength(byte[] coefficients) {
        ByteBuffer buffer = ByteBuffer.wrap(coefficients);
        int at = 2 + buffer.getShort(0);
        long longs = buffer.getLong(at);
        at += 8;
        at += 2 + buffer.getShort(at) + (int) longs * 8;
        return at + 2 + buffer.getShort(at);
    }

    private static void refused(byte[] zip, String why) {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ENGINE.load(zip))
                .withMessageContaining(why);
    }

    private static MultiLayerNetwork autoencoder() {
        return Archives.network(dense(WIDTH, 16), dense(16, 4), dense(4, 16), output(16));
    }

    private static DenseLayer dense(int in, int out) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(out)
                .activation(Activation.TANH)
                .build();
    }

    private static OutputLayer output(int in) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(in)
                .nOut(WIDTH)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static float[] rows(int rows) {
        Random dice = new Random(7);
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * dice.nextGaussian());
        }
        return values;
    }

    private static float[] output(Network network, float[] rows, int count) {
        float[] out = new float[count * network.outputs()];
        network.newRunner().run(rows, count, out);
        return out;
    }
}
