// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.dl4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ganglion.api.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A configuration as DL4J reads it: a chain of layers, or a graph. Make and use it pinned. */
sealed interface Blueprint {

    /**
     * A layer in the order of computing.
     *
     * @param preprocessor what stands before it, or null
     */
    record Part(Layer layer, InputPreProcessor preprocessor) {}

    /** Runs arrays. DL4J's networks are not thread-safe. */
    @FunctionalInterface
    interface Runnable {
        INDArray output(INDArray rows);
    }

    List<Part> parts();

    /** Whether its series are NWC, or else NCW. */
    boolean featuresLast();

    /** Vertices that are no layers. */
    default List<GraphVertex> vertices() {
        return List.of();
    }

    /** A network of its own over shared parameters. */
    Runnable network(INDArray parameters);

    static Blueprint read(byte[] json) throws ModelException {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            return isGraph(json)
                    ? new Graph(ComputationGraphConfiguration.fromJson(text), isFeaturesLast(json))
                    : new Chain(MultiLayerConfiguration.fromJson(text), isFeaturesLast(json));
        } catch (IOException | RuntimeException e) {
            throw new ModelException("configuration.json is no network that DL4J can make: " + e.getMessage(), e);
        }
    }

    /** Layers and preprocessors say it, and any one of them may be the only one. */
    private static boolean isFeaturesLast(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME
                        && parser.currentName().equals("rnnDataFormat")
                        && "NWC".equals(parser.nextTextValue())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isGraph(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("vertices")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }

    /** A MultiLayerNetwork's. */
    record Chain(MultiLayerConfiguration configuration, boolean featuresLast) implements Blueprint {
        @Override
        public List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < configuration.getConfs().size(); i++) {
                parts.add(new Part(configuration.getConf(i).getLayer(), configuration.getInputPreProcess(i)));
            }
            return parts;
        }

        @Override
        public Runnable network(INDArray parameters) {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
            network.init(parameters, false);
            return network::output;
        }
    }

    /** A ComputationGraph's. */
    record Graph(ComputationGraphConfiguration configuration, boolean featuresLast) implements Blueprint {
        @Override
        public List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (GraphVertex vertex : inOrder()) {
                if (vertex instanceof LayerVertex layer) {
                    parts.add(new Part(layer.getLayerConf().getLayer(), layer.getPreProcessor()));
                }
            }
            return parts;
        }

        @Override
        public List<GraphVertex> vertices() {
            return inOrder().stream().filter(v -> !(v instanceof LayerVertex)).toList();
        }

        private List<GraphVertex> inOrder() {
            List<String> order = configuration.getTopologicalOrderStr();
            var vertices = configuration.getVertices();
            return order == null
                    ? List.copyOf(vertices.values())
                    : order.stream()
                            .filter(vertices::containsKey)
                            .map(vertices::get)
                            .toList();
        }

        @Override
        public Runnable network(INDArray parameters) {
            ComputationGraph network = new ComputationGraph(configuration.clone());
            network.init(parameters, false);
            return rows -> network.outputSingle(rows);
        }
    }
}
