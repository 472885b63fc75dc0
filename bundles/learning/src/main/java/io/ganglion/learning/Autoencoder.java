// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.dl4j.Backend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A DL4J network that learns to reconstruct its input. Not thread-safe. */
final class Autoencoder implements AutoCloseable {
    private final Recipe recipe;
    private final MultiLayerNetwork network;

    Autoencoder(Recipe recipe) {
        this.recipe = recipe;
        this.network = Backend.pinned(() -> {
            MultiLayerNetwork blank = new MultiLayerNetwork(configuration(recipe));
            blank.init();
            return blank;
        });
    }

    /**
     * One that begins where another ended: its weights, but none of the optimiser's memory.
     *
     * @param parent a DL4J archive of the same layers
     * @throws IllegalArgumentException where its layers are others
     */
    static Autoencoder warm(Recipe recipe, byte[] parent) throws IOException {
        Autoencoder started = new Autoencoder(recipe);
        MultiLayerNetwork before =
                Backend.pinned(() -> ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(parent), false));
        if (!sizes(before).equals(sizes(started.network))) {
            throw new IllegalArgumentException("a warm start wants the parent's layers: parent " + sizes(before)
                    + ", recipe " + sizes(started.network) + ". Set start to scratch");
        }
        started.network.setParams(before.params());
        before.close();
        return started;
    }

    private static List<Long> sizes(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers()).map(Layer::numParams).toList();
    }

    private static MultiLayerConfiguration configuration(Recipe recipe) {
        Recipe.Training training = recipe.training();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(training.seed())
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(training.learningRate()))
                .list();
        int width = recipe.inputs().size();
        for (int size : recipe.network().hidden()) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(width)
                    .nOut(size)
                    .activation(Activation.fromString(recipe.network().activation()))
                    .build());
            width = size;
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(width)
                        .nOut(recipe.inputs().size())
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    /**
     * How the training went.
     *
     * @param epochs until it stopped
     * @param bestEpoch whose parameters were kept, counted from 1
     * @param fitError mean squared reconstruction error over what was learned from, with the parameters kept
     * @param checkError the same over the held-out part
     */
    record Course(int epochs, int bestEpoch, double fitError, double checkError) {}

    /** Learns until the held-out error has not fallen for {@code patience} epochs, and keeps the best parameters. */
    Course fit(Windows fit, Windows check) {
        Recipe.Training training = recipe.training();
        List<float[]> order = fit.rows();
        Random dice = new Random(training.seed());
        INDArray best = network.params().dup();
        double least = Double.POSITIVE_INFINITY;
        int bestEpoch = 0;
        int epoch = 0;
        while (epoch < training.epochs() && epoch - bestEpoch < training.patience()) {
            epoch++;
            // Order inside the part that is learned from is free; the parts themselves are cut by time.
            Collections.shuffle(order, dice);
            for (int from = 0; from < order.size(); from += training.batch()) {
                INDArray rows = array(order.subList(from, Math.min(order.size(), from + training.batch())));
                network.fit(rows, rows);
            }
            double error = error(check);
            if (error < least) {
                least = error;
                bestEpoch = epoch;
                best.assign(network.params());
            }
        }
        if (Double.isInfinite(least)) {
            throw new IllegalArgumentException("the training diverged: its held-out error is no number after " + epoch
                    + " epochs. Lower learningRate=" + training.learningRate() + " in the recipe");
        }
        network.setParams(best);
        return new Course(epoch, bestEpoch, error(fit), least);
    }

    /** Mean squared difference between windows and their reconstruction. */
    double error(Windows windows) {
        INDArray rows = array(windows.rows());
        return network.output(rows).squaredDistance(rows) / rows.length();
    }

    /** What DL4J itself makes of rows; shape {@code [rows][inputs]} in and out. */
    float[][] output(List<float[]> rows) {
        return network.output(array(rows)).toFloatMatrix();
    }

    private static INDArray array(List<float[]> rows) {
        return Nd4j.create(rows.toArray(new float[0][]));
    }

    MultiLayerNetwork network() {
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
