// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import io.ganglion.dl4j.Backend;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Archives of series networks in bad hands: a model exception at worst, for native code that crashes takes the node along. */
class HostileSeriesTest {
    private static final Dl4jEngine ENGINE = new Dl4jEngine(Backend.start(Path.of("target", "javacpp")));
    private static final int STEPS = 12;
    private static final int FEATURES = 3;
    private static final List<String> VALUES = List.of("-1", "0", "7", "1000003", "2147483647", "-2147483648");
    private static final Pattern SETTING = Pattern.compile(
            "(\"(?:kernelSize|stride|padding|dilation|size|cropping|n|nin|nout|pnorm)\"\\s*:\\s*)(\\[[^\\]]*\\]|-?\\d+)");

    /** All kinds of layers over series, in networks that DL4J runs. */
    static Stream<Map.Entry<String, byte[]>> archives() {
        return Map.of(
                "memories",
                archive(
                        new LastTimeStep(lstm()),
                        new RepeatVector.Builder(STEPS).build(),
                        lstm(),
                        new SimpleRnn.Builder().nOut(4).build(),
                        steps()),
                "convolutions",
                archive(
                        convolution(),
                        new Upsampling1D.Builder(2).build(),
                        new ZeroPadding1DLayer.Builder(1, 2).build(),
                        new Cropping1D.Builder(2, 1).build(),
                        steps()),
                "pooled",
                archive(
                        convolution(),
                        new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.PNORM, 2, 2)
                                .pnorm(2)
                                .build(),
                        new GlobalPoolingLayer.Builder(PoolingType.PNORM)
                                .pnorm(2)
                                .build(),
                        new OutputLayer.Builder(LossFunction.MSE).nOut(FEATURES).build()))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("archives")
    void everySetting_mayBeNonsense_andTheNodeLivesOn(Map.Entry<String, byte[]> archive) throws ModelException {
        run(archive.getValue());
        String json = new String(Archives.entries(archive.getValue()).get("configuration.json"), UTF_8);
        List<String> refused = new ArrayList<>();
        int tried = 0;
        Matcher setting = SETTING.matcher(json);
        while (setting.find()) {
            for (String value : VALUES) {
                boolean list = setting.group(2).startsWith("[");
                String hostile = json.substring(0, setting.start())
                        + setting.group(1)
                        + (list ? setting.group(2).replaceAll("-?\\d+", value) : value)
                        + json.substring(setting.end());
                tried++;
                try {
                    run(Archives.with(archive.getValue(), "configuration.json", hostile.getBytes(UTF_8)));
                } catch (ModelException e) {
                    refused.add(e.getMessage());
                }
            }
        }
        assertThat(tried).isGreaterThan(50);
        assertThat(refused).hasSizeGreaterThan(tried / 2).allSatisfy(why -> assertThat(why)
                .isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001, Integer.MAX_VALUE})
    void aSeriesOfNonsense_isRefused(int steps) {
        byte[] zip = archives().findFirst().orElseThrow().getValue();
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ENGINE.load(zip, steps))
                .withMessageContaining("steps=" + steps);
    }

    @ParameterizedTest
    @MethodSource("archives")
    void coefficientsThatAreNoNumbers_areRefused(Map.Entry<String, byte[]> archive) {
        byte[] coefficients =
                Archives.entries(archive.getValue()).get("coefficients.bin").clone();
        ByteBuffer.wrap(coefficients).putFloat(coefficients.length - Float.BYTES, Float.NaN);
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(
                        () -> ENGINE.load(Archives.with(archive.getValue(), "coefficients.bin", coefficients), STEPS))
                .withMessageContaining("NaN");
    }

    /** Loads it, and runs a batch where it loads. */
    private static void run(byte[] zip) throws ModelException {
        try (Network network = ENGINE.load(zip, STEPS)) {
            network.newRunner().run(new float[2 * network.inputs()], 2, new float[2 * network.outputs()]);
        }
    }

    private static byte[] archive(Layer... layers) {
        return Archives.of(Backend.pinned(() -> {
            var list = new NeuralNetConfiguration.Builder().seed(5).list();
            for (Layer layer : layers) {
                list.layer(layer);
            }
            MultiLayerNetwork network = new MultiLayerNetwork(
                    list.setInputType(InputType.recurrent(FEATURES, STEPS)).build());
            network.init();
            return network;
        }));
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
    }

    private static Convolution1DLayer convolution() {
        return new Convolution1DLayer.Builder(3)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .build();
    }

    private static RnnOutputLayer steps() {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(FEATURES)
                .activation(Activation.IDENTITY)
                .build();
    }
}
