// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.util.Arrays;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A restored network. DL4J's networks are not thread-safe, so each runner has one of its own over the same parameters.
 * Series come and go step after step, whichever way DL4J has its arrays.
 */
final class Dl4jNetwork implements Network {
    /** Kinds that take rows and series alike, or rows only. */
    private static final Set<String> NOT_OVER_SERIES =
            Set.of("dense", "activation", "batchnorm", "dropout", "autoencoder");

    private final Blueprint blueprint;
    private final INDArray parameters;
    private final boolean series;
    private final boolean featuresLast;
    private final int steps;
    private final int features;
    private final int outputs;

    /** @throws ModelException where parameters and layers do not fit, found by running one row */
    Dl4jNetwork(Blueprint blueprint, int steps, INDArray parameters) throws ModelException {
        this.blueprint = blueprint;
        this.parameters = parameters;
        this.series = isSeries(blueprint);
        this.featuresLast = blueprint.featuresLast();
        this.steps = series ? steps : 1;
        this.features = width(blueprint);
        try {
            this.outputs = Math.toIntExact(
                    new Dl4jRunner().output(new float[inputs()], 1).length());
        } catch (RuntimeException e) {
            throw new ModelException(
                    "the network does not run a row of " + inputs() + " numbers: " + e.getMessage(), e);
        }
    }

    /** By the first layer that takes only the one or the other. */
    private static boolean isSeries(Blueprint blueprint) {
        for (Blueprint.Part part : blueprint.parts()) {
            Layer layer = part.layer();
            if (part.preprocessor() instanceof RnnToFeedForwardPreProcessor) {
                return true;
            }
            if (layer instanceof DenseLayer || layer instanceof OutputLayer || layer instanceof RepeatVector) {
                return false;
            }
            String kind = LayerKinds.NAMES.get(layer.getClass());
            if (layer instanceof RnnOutputLayer || !NOT_OVER_SERIES.contains(kind)) {
                return true;
            }
        }
        return false;
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof LastTimeStep last ? ((BaseWrapperLayer) last).getUnderlying() : layer;
    }

    private static int width(Blueprint blueprint) throws ModelException {
        for (Blueprint.Part part : blueprint.parts()) {
            if (unwrapped(part.layer()) instanceof FeedForwardLayer layer && layer.getNIn() > 0) {
                if (layer.getNIn() > 1 << 20) {
                    throw new ModelException("a row has at most " + (1 << 20) + " numbers: nin=" + layer.getNIn());
                }
                return (int) layer.getNIn();
            }
        }
        throw new ModelException("no layer says how many numbers a row has");
    }

    @Override
    public int inputs() {
        return features * steps;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public Runner newRunner() {
        return new Dl4jRunner();
    }

    /** Frees the parameters at once; {@code MultiLayerNetwork.close()} would ask for two garbage collections first. */
    @Override
    public void close() {
        parameters.close();
    }

    private final class Dl4jRunner implements Runner {
        private final Blueprint.Runnable network = blueprint.network(parameters);

        @Override
        public void run(float[] input, int rows, float[] output) {
            INDArray result = output(input, rows);
            INDArray turned = result.rank() == 3 && !featuresLast ? result.permute(0, 2, 1) : result;
            float[] numbers = turned.dup('c').data().asFloat();
            System.arraycopy(numbers, 0, output, 0, rows * outputs);
            result.close();
        }

        private INDArray output(float[] input, int rows) {
            long[] shape = series ? new long[] {rows, steps, features} : new long[] {rows, features};
            try (INDArray in = Nd4j.create(Arrays.copyOf(input, rows * inputs()), shape, 'c')) {
                return series && !featuresLast
                        ? network.output(in.permute(0, 2, 1).dup('c'))
                        : network.output(in);
            }
        }
    }
}
