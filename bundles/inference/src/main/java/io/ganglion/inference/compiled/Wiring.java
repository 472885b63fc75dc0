// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What feeds what: the vertices of a network in the order in which Deeplearning4j numbers their coefficients. A chain of
 * layers is a graph whose vertices stand in line; a preprocessor is a vertex of its own.
 *
 * @param vertices those that compute; the input is not among them
 * @param output the place of the one whose output is the network's
 */
record Wiring(List<Vertex> vertices, int output) {
    static final int LAYER_LIMIT = 64;
    /** As a vertex's input: the network's own. */
    static final int INPUT = -1;

    private static final int FAN_LIMIT = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param inputs places of vertices before it, or {@link #INPUT} */
    record Vertex(Settings settings, List<Integer> inputs) {}

    static Wiring read(byte[] configuration) throws ModelException {
        JsonNode root = parse(configuration);
        return root.has("vertices") ? graph(root) : chain(root);
    }

    private static JsonNode parse(byte[] configuration) throws ModelException {
        try {
            return JSON.readTree(configuration);
        } catch (IOException e) {
            throw new ModelException("configuration.json is not JSON: " + e.getMessage(), e);
        }
    }

    private static Wiring chain(JsonNode root) throws ModelException {
        JsonNode layers = root.path("confs");
        bounded("layers in confs", layers.isArray() ? layers.size() : 0);
        List<Vertex> vertices = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            JsonNode before = root.path("inputPreProcessors").path(String.valueOf(i));
            JsonNode layer = layers.get(i).path("layer");
            String label = label(i, layer.path("layerName").asText(""));
            add(vertices, label, before, List.of(vertices.size() - 1));
            add(vertices, label, layer, List.of(vertices.size() - 1));
        }
        return new Wiring(vertices, vertices.size() - 1);
    }

    private static Wiring graph(JsonNode root) throws ModelException {
        String input = only(root, "networkInputs");
        String output = only(root, "networkOutputs");
        JsonNode order = root.path("topologicalOrderStr");
        JsonNode bodies = root.path("vertices");
        bounded("vertices", bodies.size());
        if (!order.isArray() || order.size() != bodies.size() + 1) {
            throw new ModelException("topologicalOrderStr must name the input and each of the " + bodies.size()
                    + " vertices once: it has " + order.size() + " names");
        }
        List<Vertex> vertices = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>(Map.of(input, INPUT));
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
                List<Integer> inputs = inputs(label, root.path("vertexInputs").path(name), places, bodies);
                vertex(vertices, label, body, inputs);
                places.put(name, vertices.size() - 1);
            }
        }
        return new Wiring(vertices, place("the network's output", output, places, bodies));
    }

    private static void vertex(List<Vertex> vertices, String label, JsonNode body, List<Integer> inputs)
            throws ModelException {
        Settings settings = new Settings(label, body);
        switch (settings.kind()) {
            case "LayerVertex" -> {
                boolean bent = body.hasNonNull("preProcessor");
                if (bent && inputs.size() != 1) {
                    throw settings.wrong("takes one input, but has " + inputs.size());
                }
                add(vertices, label, body.path("preProcessor"), inputs);
                add(
                        vertices,
                        label,
                        body.path("layerConf").path("layer"),
                        bent ? List.of(vertices.size() - 1) : inputs);
            }
            case "PreprocessorVertex" -> vertices.add(new Vertex(settings.inner("preProcessor"), inputs));
            default -> vertices.add(new Vertex(settings, inputs));
        }
    }

    private static void add(List<Vertex> vertices, String label, JsonNode body, List<Integer> inputs) {
        if (!body.isMissingNode() && !body.isNull()) {
            vertices.add(new Vertex(new Settings(label, body), inputs));
        }
    }

    private static List<Integer> inputs(String label, JsonNode names, Map<String, Integer> places, JsonNode bodies)
            throws ModelException {
        if (!names.isArray() || names.isEmpty() || names.size() > FAN_LIMIT) {
            throw new ModelException(label + " must have 1 to " + FAN_LIMIT + " inputs in vertexInputs: "
                    + (names.isArray() ? names.size() : "none"));
        }
        List<Integer> inputs = new ArrayList<>();
        for (JsonNode name : names) {
            inputs.add(place(label, name.asText(), places, bodies));
        }
        return inputs;
    }

    private static int place(String who, String name, Map<String, Integer> places, JsonNode bodies)
            throws ModelException {
        Integer place = places.get(name);
        if (place == null) {
            throw new ModelException(who + " takes \"" + name + "\", which "
                    + (bodies.has(name) ? "does not come before it: the graph has a cycle" : "is no vertex"));
        }
        return place;
    }

    private static String only(JsonNode root, String field) throws ModelException {
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
