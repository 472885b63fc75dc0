// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.Network;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A restored network. DL4J's networks are not thread-safe, so each runner has one of its own over the same parameters.
 * A row is a series of one step where the network wants series.
 */
final class Dl4jNetwork implements Network {
    private final MultiLayerConfiguration configuration;
    private final INDArray parameters;
    private final boolean series;
    private final int inputs;
    private final int outputs;

    /** @throws ModelException where parameters and layers do not fit, found by running one row */
    Dl4jNetwork(MultiLayerConfiguration configuration, INDArray parameters) throws ModelException {
        this.configuration = configuration;
        this.parameters = parameters;
        Layer first = configuration.getConf(0).getLayer();
        this.series = first instanceof LSTM || first instanceof Convolution1DLayer;
        this.inputs = width(first);
        try {
            this.outputs = Math.toIntExact(
                    new Dl4jRunner(network()).output(new float[inputs], 1).length());
        } catch (RuntimeException e) {
            throw new ModelException("the network does not run a row of " + inputs + " numbers: " + e.getMessage(), e);
        }
    }

    private static int width(Layer first) throws ModelException {
        if (first instanceof FeedForwardLayer layer && layer.getNIn() > 0 && layer.getNIn() <= 1 << 20) {
            return (int) layer.getNIn();
        }
        throw new ModelException("the first layer, a " + first.getClass().getSimpleName() + ", does not say how many"
                + " numbers a row has");
    }

    private MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
        network.init(parameters, false);
        return network;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public Runner newRunner() {
        return new Dl4jRunner(network());
    }

    /** Frees the parameters at once; {@code MultiLayerNetwork.close()} would ask for two garbage collections first. */
    @Override
    public void close() {
        parameters.close();
    }

    private final class Dl4jRunner implements Runner {
        private final MultiLayerNetwork network;

        Dl4jRunner(MultiLayerNetwork network) {
            this.network = network;
        }

        @Override
        public void run(float[] input, int rows, float[] output) {
            INDArray result = output(input, rows);
            float[] numbers = result.reshape(rows, outputs).dup('c').data().asFloat();
            System.arraycopy(numbers, 0, output, 0, rows * outputs);
            result.close();
        }

        private INDArray output(float[] input, int rows) {
            long[] shape = series ? new long[] {rows, inputs, 1} : new long[] {rows, inputs};
            try (INDArray in = Nd4j.create(Arrays.copyOf(input, rows * inputs), shape, 'c')) {
                return network.output(in);
            }
        }
    }
}
