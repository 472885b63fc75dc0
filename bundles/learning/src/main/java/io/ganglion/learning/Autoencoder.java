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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A DL4J network that learns to reconstruct its input. Not thread-safe. */
final class Autoencoder implements AutoCloseable {
    /** Series that go through the network together: what a memory keeps between its steps is large. */
    private static final int SERIES = 512;

    private final Recipe recipe;
    private final int inputs;
    private final int steps;
    private final int together;
    private final MultiLayerNetwork network;

    Autoencoder(Recipe recipe) {
        this.recipe = recipe;
        this.inputs = recipe.inputs().size();
        this.steps = recipe.network().steps();
        this.together = steps == 1 ? Integer.MAX_VALUE : SERIES;
        this.network = Backend.pinned(() -> {
            MultiLayerNetwork blank = new MultiLayerNetwork(Anatomy.of(recipe));
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
        List<float[]> all = windows.rows();
        double sum = 0;
        for (int from = 0; from < all.size(); from += Math.min(together, all.size())) {
            INDArray rows = array(all.subList(from, (int) Math.min(all.size(), (long) from + together)));
            sum += network.output(rows).squaredDistance(rows);
        }
        return sum / ((double) all.size() * all.get(0).length);
    }

    /** What DL4J itself makes of rows; shape {@code [rows][steps * inputs]} in and out, the oldest step first. */
    float[][] output(List<float[]> rows) {
        INDArray out = network.output(array(rows));
        return steps == 1
                ? out.toFloatMatrix()
                : out.permute(0, 2, 1)
                        .dup('c')
                        .reshape(rows.size(), (long) steps * inputs)
                        .toFloatMatrix();
    }

    /** DL4J wants a series feature by feature. */
    private INDArray array(List<float[]> rows) {
        INDArray array = Nd4j.create(rows.toArray(new float[0][]));
        return steps == 1
                ? array
                : array.reshape(rows.size(), steps, inputs).permute(0, 2, 1).dup('c');
    }

    MultiLayerNetwork network() {
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
