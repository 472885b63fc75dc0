// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks of {@link ScoreFixtures} that are more than dense layers, by name. All series are 12 steps of 3 features. */
final class ScoreNetworks {
    static final int STEPS = 12;
    static final int FEATURES = 3;
    private static final InputType SERIES = InputType.recurrent(FEATURES, STEPS);

    private ScoreNetworks() {}

    static Map<String, Model> overSeries() {
        Map<String, Model> networks = new LinkedHashMap<>();
        networks.put("lstm", chain(SERIES, lstm(9), lstm(5), steps(3, Activation.IDENTITY)));
        networks.put("lstm-last", chain(SERIES, new LastTimeStep(lstm(7)), dense(6), output(4)));
        networks.put(
                "lstm-autoencoder",
                chain(
                        SERIES,
                        new LastTimeStep(lstm(5)),
                        new RepeatVector.Builder(STEPS).build(),
                        lstm(6),
                        steps(FEATURES, Activation.IDENTITY)));
        networks.put(
                "lstm-unrolled",
                chain(SERIES, lstm(4), dense(5), norm(), lstm(3), steps(FEATURES, Activation.SOFTMAX)));
        networks.put(
                "cnn",
                chain(
                        SERIES,
                        conv(5, 1, 1, ConvolutionMode.Truncate),
                        new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 2).build(),
                        conv(3, 1, 1, ConvolutionMode.Truncate),
                        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
                        output(2)));
        networks.put(
                "cnn-autoencoder",
                chain(
                        SERIES,
                        conv(4, 2, 1, ConvolutionMode.Same),
                        conv(3, 1, 2, ConvolutionMode.Causal),
                        new Upsampling1D.Builder(2).build(),
                        new ZeroPadding1DLayer.Builder(1, 2).build(),
                        new Cropping1D.Builder(2, 1).build(),
                        steps(FEATURES, Activation.IDENTITY)));
        networks.put("cnn-features-last", featuresLast());
        networks.put("graph", graph());
        return networks;
    }

    static Map<String, Model> overRows() {
        return Map.of(
                "norm",
                chain(
                        InputType.feedForward(5),
                        dense(7),
                        norm(),
                        new ActivationLayer.Builder()
                                .activation(Activation.CUBE)
                                .build(),
                        new DropoutLayer.Builder(0.5).build(),
                        output(5)));
    }

    /** What the compiled engine leaves to the other one. */
    static Map<String, Model> foreign() {
        return Map.of(
                "simple-rnn",
                chain(SERIES, lstm(4), new SimpleRnn.Builder().nOut(3).build(), steps(3, Activation.IDENTITY)));
    }

    private static MultiLayerNetwork chain(InputType input, Layer... layers) {
        var list = new NeuralNetConfiguration.Builder().seed(1).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return new MultiLayerNetwork(list.setInputType(input).build());
    }

    private static MultiLayerNetwork featuresLast() {
        return chain(
                InputType.recurrent(FEATURES, STEPS, RNNFormat.NWC),
                new Convolution1DLayer.Builder(3)
                        .nOut(6)
                        .rnnDataFormat(RNNFormat.NWC)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build(),
                new LSTM.Builder().nOut(5).dataFormat(RNNFormat.NWC).build(),
                new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(4)
                        .dataFormat(RNNFormat.NWC)
                        .activation(Activation.IDENTITY)
                        .build());
    }

    private static ComputationGraph graph() {
        return new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(SERIES)
                .addLayer("memory", lstm(6), "in")
                .addLayer("window", conv(3, 1, 1, ConvolutionMode.Same), "in")
                .addVertex("both", new MergeVertex(), "memory", "window")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "memory", "window")
                .addVertex("last", new LastTimeStepVertex("in"), "both")
                .addLayer("pooled", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "sum")
                .addVertex("all", new MergeVertex(), "last", "pooled")
                .addLayer("out", output(4), "all")
                .setOutputs("out")
                .build());
    }

    private static LSTM lstm(int units) {
        return new LSTM.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static Convolution1DLayer conv(int kernel, int stride, int dilation, ConvolutionMode mode) {
        return new Convolution1DLayer.Builder(kernel)
                .nOut(6)
                .stride(stride)
                .dilation(dilation)
                .convolutionMode(mode)
                .activation(Activation.RELU)
                .build();
    }

    private static BatchNormalization norm() {
        return new BatchNormalization.Builder().build();
    }

    private static DenseLayer dense(int outputs) {
        return new DenseLayer.Builder()
                .nOut(outputs)
                .activation(Activation.TANH)
                .build();
    }

    private static OutputLayer output(int outputs) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(outputs)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static RnnOutputLayer steps(int outputs, Activation curve) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(outputs)
                .activation(curve)
                .build();
    }
}
