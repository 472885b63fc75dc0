// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layers that a recipe asks for, in DL4J's words. The compiled engine runs all of them. */
final class Anatomy {
    private Anatomy() {}

    static MultiLayerConfiguration of(Recipe recipe) {
        Recipe.Training training = recipe.training();
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(training.seed())
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(training.learningRate()))
                .list();
        switch (recipe.network().layers()) {
            case DENSE -> dense(layers, recipe);
            case LSTM -> memory(layers, recipe.network());
            case CONV1D -> windows(layers, recipe.network());
        }
        if (recipe.network().layers() != Recipe.Layers.DENSE) {
            layers.layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                            .nOut(recipe.inputs().size())
                            .activation(Activation.IDENTITY)
                            .build())
                    .setInputType(InputType.recurrent(
                            recipe.inputs().size(), recipe.network().steps()));
        }
        return layers.build();
    }

    private static void dense(ListBuilder layers, Recipe recipe) {
        int width = recipe.inputs().size();
        for (int size : recipe.network().hidden()) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(width)
                    .nOut(size)
                    .activation(curve(recipe.network()))
                    .build());
            width = size;
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MSE)
                .nIn(width)
                .nOut(recipe.inputs().size())
                .activation(Activation.IDENTITY)
                .build());
    }

    /**
     * Memories up to the narrowest, which hands on no more than what it holds after the last step; from there memories
     * again, which tell the series anew. N. Srivastava, E. Mansimov, R. Salakhutdinov, "Unsupervised learning of video
     * representations using LSTMs" (2015).
     */
    private static void memory(ListBuilder layers, Recipe.Network network) {
        int narrowest = network.narrowest();
        for (int i = 0; i < network.hidden().size(); i++) {
            LSTM memory = new LSTM.Builder()
                    .nOut(network.hidden().get(i))
                    .activation(curve(network))
                    .build();
            layers.layer(i == narrowest ? new LastTimeStep(memory) : memory);
            if (i == narrowest) {
                layers.layer(new RepeatVector.Builder(network.steps()).build());
            }
        }
    }

    /** Convolutions over all steps; what is narrow is the number of channels. */
    private static void windows(ListBuilder layers, Recipe.Network network) {
        for (int size : network.hidden()) {
            layers.layer(new Convolution1DLayer.Builder(network.kernel())
                    .nOut(size)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(curve(network))
                    .build());
        }
    }

    private static Activation curve(Recipe.Network network) {
        return Activation.fromString(network.activation());
    }
}
