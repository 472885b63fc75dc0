// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network that engines are measured on.
 *
 * @param prefix of its figures' names
 * @param steps 1 for plain rows
 */
record ScoreCase(String name, String prefix, int features, int steps, MultiLayerNetwork network) {
    private static final int STEPS = 64;
    private static final int FEATURES = 8;
    private static final int UNITS = 16;

    /** The autoencoder of a pump: 16-8-4-8-16. */
    static ScoreCase dense() {
        return new ScoreCase(
                "dense", "", 16, 1, ScoreFixtures.dense(Activation.RELU, true, DataType.FLOAT, 16, 8, 4, 8, 16));
    }

    /** A minute of 8 sensors, two convolutions of 16 channels, the greatest of each, one verdict. */
    static ScoreCase cnn() {
        return series(
                "cnn",
                new Convolution1DLayer.Builder(5)
                        .nOut(UNITS)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .activation(Activation.RELU)
                        .build(),
                new Convolution1DLayer.Builder(3)
                        .nOut(UNITS)
                        .stride(2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .activation(Activation.RELU)
                        .build(),
                new GlobalPoolingLayer.Builder(PoolingType.MAX).build());
    }

    /** A minute of 8 sensors, a memory of 16 units, one verdict after the last step. */
    static ScoreCase lstm() {
        return series(
                "lstm",
                new LastTimeStep(new LSTM.Builder()
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build()));
    }

    private static ScoreCase series(String name, Layer... layers) {
        var list = new NeuralNetConfiguration.Builder().seed(3).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.recurrent(FEATURES, STEPS))
                .build());
        return new ScoreCase(name, name + "_", FEATURES, STEPS, ScoreFixtures.filled(network));
    }

    /** Of ONNX's and Deeplearning4j's array, behind the rows. */
    long[] sides() {
        return steps == 1 ? new long[] {features} : new long[] {features, steps};
    }

    /** Step after step, as the compiled engine takes them. */
    float[] rows(int batch) {
        Random random = new Random(5);
        float[] rows = new float[batch * steps * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    /** The same, feature after feature, as the others take them. */
    float[] turned(float[] rows) {
        float[] turned = new float[rows.length];
        int size = steps * features;
        for (int i = 0; i < rows.length; i++) {
            int within = i % size;
            turned[i - within + within % features * steps + within / features] = rows[i];
        }
        return turned;
    }
}
