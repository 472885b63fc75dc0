// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Writes the archives that the tests of {@code inference} read, with Deeplearning4j's own outputs beside them. They are
 * committed, because the real Deeplearning4j is 100 MB of natives that those tests need not wait for. To write them anew:
 *
 * <pre>java -cp "bench/target/classes:$(cat bench/target/classpath)" io.ganglion.bench.ScoreFixtures \
 *     bundles/inference/src/test/resources/networks</pre>
 */
public final class ScoreFixtures {
    private static final int SEED = 42;
    private static final int PROBES = 19;
    private static final Activation[] CURVES = {
        Activation.IDENTITY,
        Activation.RELU,
        Activation.LEAKYRELU,
        Activation.ELU,
        Activation.SELU,
        Activation.TANH,
        Activation.SIGMOID,
        Activation.SOFTPLUS,
        Activation.SOFTSIGN,
        Activation.SWISH,
        Activation.MISH,
        Activation.RATIONALTANH,
        Activation.RECTIFIEDTANH,
        Activation.THRESHOLDEDRELU,
        Activation.GELU,
        Activation.HARDTANH,
        Activation.HARDSIGMOID
    };

    private final Path folder;

    private ScoreFixtures(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        ScoreFixtures fixtures = new ScoreFixtures(folder);
        for (Activation curve : CURVES) {
            fixtures.probed(
                    "curve-" + curve.name().toLowerCase(java.util.Locale.ROOT),
                    dense(curve, true, DataType.FLOAT, 5, 7, 5));
        }
        fixtures.probed("autoencoder", dense(Activation.RELU, true, DataType.FLOAT, 16, 8, 4, 8, 16));
        fixtures.probed("pump", dense(Activation.TANH, true, DataType.FLOAT, 8, 6, 3, 6, 8));
        fixtures.probed("wide", dense(Activation.RELU, true, DataType.FLOAT, 3, 37, 18, 3));
        fixtures.probed("without-bias", dense(Activation.TANH, false, DataType.FLOAT, 4, 3, 4));
        fixtures.probed("doubles", dense(Activation.TANH, true, DataType.DOUBLE, 4, 3, 4));
        fixtures.probed("softmax", dense(Activation.SOFTMAX, true, DataType.FLOAT, 4, 3, 4));
        for (var network : ScoreNetworks.overRows().entrySet()) {
            fixtures.probed(network.getKey(), (MultiLayerNetwork) filled(network.getValue()));
        }
        for (var network : ScoreNetworks.overSeries().entrySet()) {
            fixtures.series(network.getKey(), filled(network.getValue()));
        }
        for (var network : ScoreNetworks.foreign().entrySet()) {
            fixtures.write(network.getKey(), filled(network.getValue()));
        }
        fixtures.write("layer-norm", layerNorm());
    }

    static MultiLayerNetwork dense(Activation curve, boolean biased, DataType type, int... widths) {
        var layers =
                new NeuralNetConfiguration.Builder().seed(SEED).dataType(type).list();
        for (int i = 1; i < widths.length; i++) {
            layers.layer(
                    i < widths.length - 1
                            ? new DenseLayer.Builder()
                                    .nIn(widths[i - 1])
                                    .nOut(widths[i])
                                    .hasBias(biased)
                                    .activation(curve)
                                    .build()
                            : new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                    .nIn(widths[i - 1])
                                    .nOut(widths[i])
                                    .hasBias(biased)
                                    .activation(Activation.IDENTITY)
                                    .build());
        }
        return filled(new MultiLayerNetwork(layers.build()));
    }

    private static MultiLayerNetwork layerNorm() {
        return filled(new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .hasLayerNorm(true)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .build()));
    }

    /** Weights and biases alike are random, so that no bias hides behind its initial 0. */
    static <M extends Model> M filled(M network) {
        network.init();
        Random random = new Random(SEED);
        INDArray parameters = network.params();
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, 0.5 * random.nextGaussian());
        }
        network.setParams(parameters);
        return network;
    }

    private void probed(String name, MultiLayerNetwork network) throws IOException {
        write(name, network);
        Random random = new Random(SEED);
        int width = (int) network.getLayer(0).getParam("W").size(0);
        float[][] inputs = new float[PROBES][width];
        for (float[] row : inputs) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) (2 * random.nextGaussian());
            }
        }
        float[][] outputs =
                network.output(Nd4j.create(inputs)).castTo(DataType.FLOAT).toFloatMatrix();
        probes(name, 1, inputs, outputs);
    }

    /** Probes are step after step, whichever way Deeplearning4j has its arrays. */
    private void series(String name, Model network) throws IOException {
        write(name, network);
        boolean turned = !name.endsWith("features-last");
        Random random = new Random(SEED);
        float[][] inputs = new float[PROBES][ScoreNetworks.STEPS * ScoreNetworks.FEATURES];
        float[][] outputs = new float[PROBES][];
        for (int i = 0; i < PROBES; i++) {
            for (int k = 0; k < inputs[i].length; k++) {
                inputs[i][k] = (float) (2 * random.nextGaussian());
            }
            INDArray in = Nd4j.create(inputs[i], new long[] {1, ScoreNetworks.STEPS, ScoreNetworks.FEATURES}, 'c');
            INDArray turnedIn = turned ? in.permute(0, 2, 1).dup('c') : in;
            INDArray out = network instanceof ComputationGraph graph
                    ? graph.outputSingle(turnedIn)
                    : ((MultiLayerNetwork) network).output(turnedIn);
            outputs[i] = (out.rank() == 3 && turned ? out.permute(0, 2, 1) : out)
                    .dup('c')
                    .data()
                    .asFloat();
        }
        probes(name, ScoreNetworks.STEPS, inputs, outputs);
    }

    private void probes(String name, int steps, float[][] inputs, float[][] outputs) throws IOException {
        Map<String, Object> probes = new TreeMap<>(Map.of("inputs", inputs, "outputs", outputs));
        if (steps > 1) {
            probes.put("steps", steps);
        }
        new ObjectMapper().writeValue(folder.resolve(name + ".json").toFile(), probes);
    }

    private void write(String name, Model network) throws IOException {
        ModelSerializer.writeModel(network, folder.resolve(name + ".zip").toFile(), false);
    }
}
