// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Draws an architecture that Deeplearning4j runs, and fills it with numbers. The seed decides all of it. */
final class RandomNetwork {
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
        Activation.GELU,
        Activation.HARDTANH,
        Activation.HARDSIGMOID,
        Activation.RATIONALTANH,
        Activation.RECTIFIEDTANH,
        Activation.THRESHOLDEDRELU
    };

    final List<String> layers = new ArrayList<>();
    final int features;
    final int steps;
    final boolean featuresLast;
    private final Random dice;
    private boolean series;
    private int width;
    private int length;

    RandomNetwork(long seed) {
        dice = new Random(seed);
        series = dice.nextInt(4) > 0;
        featuresLast = series && dice.nextInt(4) == 0;
        features = 1 + dice.nextInt(20);
        steps = series ? 3 + dice.nextInt(18) : 1;
        width = features;
        length = steps;
    }

    boolean isSeries() {
        return steps > 1;
    }

    private InputType type() {
        return !series ? InputType.feedForward(features) : InputType.recurrent(features, steps, format());
    }

    private RNNFormat format() {
        return featuresLast ? RNNFormat.NWC : RNNFormat.NCW;
    }

    MultiLayerNetwork chain() {
        var list = new NeuralNetConfiguration.Builder().seed(1).list();
        InputType type = type();
        for (int i = dice.nextInt(5); i >= 0; i--) {
            list.layer(noted(next()));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.layer(noted(end())).setInputType(type).build());
        network.init();
        fill(network);
        return network;
    }

    /** A chain in which some links are two branches that meet again. */
    ComputationGraph graph() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(type());
        String last = "in";
        for (int i = 0; i < 3; i++) {
            last = dice.nextBoolean() ? fork(graph, "v" + i, last) : single(graph, "v" + i, next(), last);
        }
        graph.addLayer("out", noted(end()), last).setOutputs("out");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        fill(network);
        return network;
    }

    private String single(GraphBuilder graph, String name, Layer layer, String input) {
        graph.addLayer(name, noted(layer), input);
        return name;
    }

    private String fork(GraphBuilder graph, String name, String input) {
        boolean merged = dice.nextBoolean();
        int left = 1 + dice.nextInt(18);
        int right = merged ? 1 + dice.nextInt(18) : left;
        graph.addLayer(name + "left", noted(even(left)), input);
        graph.addLayer(name + "right", noted(even(right)), input);
        ElementWiseVertex.Op[] ops = {
            ElementWiseVertex.Op.Add,
            ElementWiseVertex.Op.Subtract,
            ElementWiseVertex.Op.Product,
            ElementWiseVertex.Op.Average,
            ElementWiseVertex.Op.Max
        };
        ElementWiseVertex.Op op = ops[dice.nextInt(ops.length)];
        layers.add(merged ? "merge" : op.name());
        graph.addVertex(name, merged ? new MergeVertex() : new ElementWiseVertex(op), name + "left", name + "right");
        width = merged ? left + right : left;
        return name;
    }

    /** A layer that keeps the steps. */
    private Layer even(int outputs) {
        if (!series) {
            return new DenseLayer.Builder().nOut(outputs).activation(curve()).build();
        }
        if (dice.nextBoolean()) {
            return lstm(outputs);
        }
        return new Convolution1DLayer.Builder(1 + dice.nextInt(4))
                .nOut(outputs)
                .convolutionMode(ConvolutionMode.Same)
                .rnnDataFormat(format())
                .activation(curve())
                .build();
    }

    private Layer noted(Layer layer) {
        layers.add(layer.getClass().getSimpleName() + "->" + (series ? length + "x" : "") + width);
        return layer;
    }

    private Layer next() {
        return series ? (featuresLast ? overFeaturesLast() : overSeries()) : overRows();
    }

    private Layer overRows() {
        return switch (dice.nextInt(5)) {
            case 0 -> norm();
            case 1 -> bent();
            case 2 -> new DropoutLayer.Builder(0.5).build();
            case 3 -> {
                if (dice.nextBoolean() || featuresLast) {
                    yield dense();
                }
                series = true;
                length = 2 + dice.nextInt(6);
                yield new RepeatVector.Builder(length).build();
            }
            default -> dense();
        };
    }

    /** Deeplearning4j's own workspaces fail where one follows another. */
    private Layer bent() {
        boolean again = !layers.isEmpty() && layers.get(layers.size() - 1).startsWith("Activation");
        return again
                ? (series ? convolution() : dense())
                : new ActivationLayer.Builder().activation(curve()).build();
    }

    private Layer dense() {
        return new DenseLayer.Builder()
                .nOut(width = 1 + dice.nextInt(20))
                .hasBias(dice.nextInt(4) > 0)
                .activation(curve())
                .build();
    }

    private Layer norm() {
        return new BatchNormalization.Builder()
                .useLogStd(dice.nextInt(4) > 0)
                .lockGammaBeta(dice.nextInt(4) == 0)
                .dataFormat(featuresLast ? CNN2DFormat.NHWC : CNN2DFormat.NCHW)
                .build();
    }

    private Layer overSeries() {
        return switch (dice.nextInt(10)) {
            case 0 -> pool();
            case 1 -> upsampled();
            case 2 -> padded();
            case 3 -> cropped();
            case 4 -> bent();
            case 5 -> globalPool();
            case 6 -> lastStep();
            case 7 -> lstm(1 + dice.nextInt(20));
            default -> convolution();
        };
    }

    private Layer overFeaturesLast() {
        return switch (dice.nextInt(6)) {
            case 0 -> lastStep();
            case 2 -> globalPool();
            case 3 -> norm();
            case 1 -> lstm(1 + dice.nextInt(20));
            default -> convolution();
        };
    }

    private Layer upsampled() {
        int times = 1 + dice.nextInt(3);
        length *= times;
        return new Upsampling1D.Builder(times).build();
    }

    private Layer padded() {
        int before = dice.nextInt(3);
        int after = dice.nextInt(3);
        length += before + after;
        return new ZeroPadding1DLayer.Builder(before, after).build();
    }

    private Layer cropped() {
        int before = length > 3 ? 1 : 0;
        length -= before;
        return new Cropping1D.Builder(before, 0).build();
    }

    private Layer lastStep() {
        LSTM lstm = lstm(1 + dice.nextInt(20));
        series = false;
        return new LastTimeStep(lstm);
    }

    private LSTM lstm(int units) {
        width = units;
        boolean usual = dice.nextBoolean();
        return new LSTM.Builder()
                .nOut(units)
                .dataFormat(format())
                .activation(usual ? Activation.TANH : Activation.SOFTSIGN)
                .gateActivationFunction(usual ? Activation.SIGMOID : Activation.HARDSIGMOID)
                .build();
    }

    private Layer globalPool() {
        series = false;
        // By default Deeplearning4j pools over the features where they are last.
        int time = featuresLast ? 1 : 2;
        PoolingType[] types = {PoolingType.MAX, PoolingType.AVG, PoolingType.SUM, PoolingType.PNORM};
        return new GlobalPoolingLayer.Builder(types[dice.nextInt(types.length)])
                .poolingDimensions(time)
                .pnorm(2)
                .build();
    }

    private Layer pool() {
        int kernel = 1 + dice.nextInt(Math.min(3, length));
        int stride = 1 + dice.nextInt(2);
        boolean same = dice.nextBoolean();
        length = same ? (length + stride - 1) / stride : (length - kernel) / stride + 1;
        SubsamplingLayer.PoolingType[] types = {
            SubsamplingLayer.PoolingType.MAX, SubsamplingLayer.PoolingType.AVG, SubsamplingLayer.PoolingType.PNORM
        };
        return new Subsampling1DLayer.Builder(types[dice.nextInt(types.length)], kernel, stride)
                .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
                .pnorm(2)
                .build();
    }

    private Layer convolution() {
        int kernel = 1 + dice.nextInt(Math.min(5, length));
        int stride = 1 + dice.nextInt(3);
        int dilation = (kernel - 1) * 2 + 1 <= length && dice.nextInt(3) == 0 ? 2 : 1;
        if (dilation > 1) {
            stride = 1;
        }
        ConvolutionMode[] modes = {ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Causal};
        ConvolutionMode mode = modes[dice.nextInt(modes.length)];
        int padding = mode == ConvolutionMode.Truncate ? dice.nextInt(2) : 0;
        int reach = (kernel - 1) * dilation + 1;
        length = mode == ConvolutionMode.Truncate
                ? (length + 2 * padding - reach) / stride + 1
                : (length + stride - 1) / stride;
        width = 1 + dice.nextInt(20);
        return new Convolution1DLayer.Builder(kernel)
                .stride(stride)
                .dilation(dilation)
                .padding(padding)
                .convolutionMode(mode)
                .rnnDataFormat(format())
                .nOut(width)
                .hasBias(dice.nextInt(4) > 0)
                .activation(curve())
                .build();
    }

    private Layer end() {
        Activation curve = dice.nextInt(3) == 0 ? Activation.SOFTMAX : Activation.IDENTITY;
        width = 2 + dice.nextInt(18);
        if (!series) {
            return new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(width)
                    .activation(curve)
                    .build();
        }
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(width)
                .dataFormat(format())
                .activation(curve)
                .build();
    }

    private Activation curve() {
        return CURVES[dice.nextInt(CURVES.length)];
    }

    /** Biases and statistics too, so that nothing hides behind its initial value; a variance stays above 0. */
    private void fill(Model network) {
        INDArray parameters = network.params();
        for (long i = 0; i < parameters.length(); i++) {
            parameters.putScalar(i, 0.3 * dice.nextGaussian());
        }
        network.setParams(parameters);
        network.paramTable().forEach((name, values) -> {
            if (name.endsWith("_var")) {
                for (long i = 0; i < values.length(); i++) {
                    values.putScalar(i, Math.abs(values.getDouble(i)) + 0.1);
                }
            }
        });
    }
}
