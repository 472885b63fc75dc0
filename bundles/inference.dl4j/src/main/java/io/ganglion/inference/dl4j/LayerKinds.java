// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import io.ganglion.api.model.ModelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

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
            Map.entry(LastTimeStep.class, "lstm"),
            Map.entry(SimpleRnn.class, "rnn"),
            Map.entry(Subsampling1DLayer.class, "pool1d"),
            Map.entry(GlobalPoolingLayer.class, "globalpool"),
            Map.entry(ZeroPadding1DLayer.class, "steps"),
            Map.entry(Cropping1D.class, "steps"),
            Map.entry(Upsampling1D.class, "steps"),
            Map.entry(RepeatVector.class, "steps"),
            Map.entry(Convolution1DLayer.class, "conv1d"));

    private LayerKinds() {}

    private static final Set<Class<? extends GraphVertex>> VERTICES = Set.of(
            MergeVertex.class,
            ElementWiseVertex.class,
            LastTimeStepVertex.class,
            DuplicateToTimeSeriesVertex.class,
            PreprocessorVertex.class);

    static void check(Blueprint blueprint) throws ModelException {
        List<Blueprint.Part> parts = blueprint.parts();
        for (int i = 0; i < parts.size(); i++) {
            Layer layer = parts.get(i).layer();
            if (layer == null || !NAMES.containsKey(layer.getClass())) {
                throw new ModelException("layer " + i + " is a "
                        + (layer == null ? "nameless thing" : layer.getClass().getSimpleName()) + "; engine dl4j runs "
                        + new TreeSet<>(NAMES.values()));
            }
        }
        for (GraphVertex vertex : blueprint.vertices()) {
            if (!VERTICES.contains(vertex.getClass())) {
                throw new ModelException(
                        "the graph has a " + vertex.getClass().getSimpleName() + ", which engine dl4j does not run");
            }
        }
        if (parts.isEmpty()) {
            throw new ModelException("configuration.json has no layer");
        }
    }
}
