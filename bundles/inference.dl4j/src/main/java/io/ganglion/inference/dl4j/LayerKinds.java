// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import java.util.Map;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/** DL4J's layers by the names that model bundles require them by. */
final class LayerKinds {
    /** Output layers are dense layers with a loss that only training looks at. */
    static final Map<Class<? extends Layer>, String> NAMES = Map.ofEntries(
            Map.entry(DenseLayer.class, "dense"),
            Map.entry(OutputLayer.class, "dense"),
            Map.entry(RnnOutputLayer.class, "dense"),
            Map.entry(LossLayer.class, "activation"),
            Map.entry(ActivationLayer.class, "activation"),
            Map.entry(BatchNormalization.class, "batchnorm"),
            Map.entry(DropoutLayer.class, "dropout"),
            Map.entry(AutoEncoder.class, "autoencoder"),
            Map.entry(LSTM.class, "lstm"),
            Map.entry(Convolution1DLayer.class, "conv1d"));

    private LayerKinds() {}

    static void check(MultiLayerConfiguration configuration) throws ModelException {
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            Layer layer = configuration.getConf(i).getLayer();
            if (!NAMES.containsKey(layer.getClass())) {
                throw new ModelException("layer " + i + " is a "
                        + layer.getClass().getSimpleName() + "; engine dl4j runs " + new TreeSet<>(NAMES.values()));
            }
        }
        if (configuration.getConfs().isEmpty()) {
            throw new ModelException("configuration.json has no layer");
        }
    }
}
