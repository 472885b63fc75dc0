// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelException;
import io.ganglion.inference.compiled.Wiring.Vertex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@link Wiring} out of {@code configuration.json}, of a MultiLayerNetwork or a ComputationGraph. */
final class WiringReader {
    static final int LAYER_LIMIT = 64;
    private static final int FAN_LIMIT = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final boolean featuresLast;
    private final JsonNode bodies;
    private final List<Vertex> vertices = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    private WiringReader(JsonNode root) {
        this.root = root;
        this.featuresLast = root.findValuesAsText("rnnDataFormat").contains("NWC");
        this.bodies = root.path("vertices");
    }

    static Wiring read(byte[] configuration) throws ModelException {
        try {
            WiringReader reader = new WiringReader(JSON.readTree(configuration));
            return reader.bodies.isMissingNode() ? reader.chain() : reader.graph();
        } catch (IOException e) {
            throw new ModelException("configuration.json is not JSON: " + e.getMessage(), e);
        }
    }

    private Wiring chain() throws ModelException {
        JsonNode layers = root.path("confs");
        bounded("layers in confs", layers.isArray() ? layers.size() : 0);
        for (int i = 0; i < layers.size(); i++) {
            JsonNode before = root.path("inputPreProcessors").path(String.valueOf(i));
            JsonNode layer = layers.get(i).path("layer");
            String label = label(i, layer.path("layerName").asText(""));
            add(label, before, List.of(vertices.size() - 1));
            add(label, layer, List.of(vertices.size() - 1));
        }
        return new Wiring(vertices, vertices.size() - 1);
    }

    private Wiring graph() throws ModelException {
        String input = only("networkInputs");
        String output = only("networkOutputs");
        JsonNode order = root.path("topologicalOrderStr");
        bounded("vertices", bodies.size());
        if (!order.isArray() || order.size() != bodies.size() + 1) {
            throw new ModelException("topologicalOrderStr must name the input and each of the " + bodies.size()
                    + " vertices once: it has " + order.size() + " names");
        }
        places.put(input, Wiring.INPUT);
        int index = 0;
        for (JsonNode entry : order) {
            String name = entry.asText();
            if (!name.equals(input)) {
                JsonNode body = bodies.path(name);
                if (body.isMissingNode() || places.containsKey(name)) {
                    throw new ModelException("topologicalOrderStr names \"" + name + "\", which is "
                            + (body.isMissingNode() ? "no vertex" : "named before"));
                }
                String label = label(index++, name);
                List<Integer> inputs = inputs(label, root.path("vertexInputs").path(name));
                vertex(label, body, inputs);
                places.put(name, vertices.size() - 1);
            }
        }
        return new Wiring(vertices, place("the network's output", output));
    }

    private void vertex(String label, JsonNode body, List<Integer> inputs) throws ModelException {
        Settings settings = new Settings(label, body, featuresLast);
        switch (settings.kind()) {
            case "LayerVertex" -> {
                boolean bent = body.hasNonNull("preProcessor");
                if (bent && inputs.size() != 1) {
                    throw settings.wrong("takes one input, but has " + inputs.size());
                }
                add(label, body.path("preProcessor"), inputs);
                add(label, body.path("layerConf").path("layer"), bent ? List.of(vertices.size() - 1) : inputs);
            }
            case "PreprocessorVertex" -> vertices.add(new Vertex(settings.inner("preProcessor"), inputs));
            default -> vertices.add(new Vertex(settings, inputs));
        }
    }

    private void add(String label, JsonNode body, List<Integer> inputs) {
        if (!body.isMissingNode() && !body.isNull()) {
            vertices.add(new Vertex(new Settings(label, body, featuresLast), inputs));
        }
    }

    private List<Integer> inputs(String label, JsonNode names) throws ModelException {
        if (!names.isArray() || names.isEmpty() || names.size() > FAN_LIMIT) {
            throw new ModelException(label + " must have 1 to " + FAN_LIMIT + " inputs in vertexInputs: "
                    + (names.isArray() ? names.size() : "none"));
        }
        List<Integer> inputs = new ArrayList<>();
        for (JsonNode name : names) {
            inputs.add(place(label, name.asText()));
        }
        return inputs;
    }

    private int place(String who, String name) throws ModelException {
        Integer place = places.get(name);
        if (place == null) {
            throw new ModelException(who + " takes \"" + name + "\", which "
                    + (bodies.has(name) ? "does not come before it: the graph has a cycle" : "is no vertex"));
        }
        return place;
    }

    private String only(String field) throws ModelException {
        JsonNode names = root.path(field);
        if (!names.isArray() || names.isEmpty()) {
            throw new ModelException("the graph has no " + field);
        }
        if (names.size() != 1) {
            throw Settings.foreign("the graph has " + names.size() + " " + field);
        }
        return names.get(0).asText();
    }

    private static void bounded(String what, int count) throws ModelException {
        if (count < 1 || count > LAYER_LIMIT) {
            throw new ModelException("configuration.json must have 1 to " + LAYER_LIMIT + " " + what + ": "
                    + (count == 0 ? "none" : count));
        }
    }

    private static String label(int index, String name) {
        return "layer " + index + (name.isEmpty() || name.equals("layer" + index) ? "" : " \"" + name + "\"");
    }
}
