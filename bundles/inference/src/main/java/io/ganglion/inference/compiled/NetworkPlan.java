// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code configuration.json}: a chain of dense layers, or a sentence that says what else it is. */
final class NetworkPlan {
    static final int LAYER_LIMIT = 64;
    static final int WIDTH_LIMIT = 1 << 16;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ELSEWHERE = ", which the compiled engine does not run; install feature ganglion-dl4j";

    private NetworkPlan() {}

    static List<LayerPlan> read(byte[] configuration) throws ModelException {
        JsonNode root = parse(configuration);
        if (root.has("vertices")) {
            throw new ModelException("the network is a ComputationGraph" + ELSEWHERE);
        }
        JsonNode layers = root.path("confs");
        if (!layers.isArray() || layers.isEmpty() || layers.size() > LAYER_LIMIT) {
            throw new ModelException("configuration.json must have 1 to " + LAYER_LIMIT + " layers in confs: layers="
                    + (layers.isArray() ? layers.size() : "none"));
        }
        List<LayerPlan> plans = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerPlan plan = layer(i, layers.get(i).path("layer"));
            if (i > 0 && plans.get(i - 1).outputs() != plan.inputs()) {
                throw new ModelException("layer " + i + " takes " + plan.inputs() + " inputs, but layer " + (i - 1)
                        + " has " + plans.get(i - 1).outputs() + " outputs");
            }
            plans.add(plan);
        }
        if (!root.path("inputPreProcessors").isEmpty()) {
            throw new ModelException("the network has input preprocessors" + ELSEWHERE);
        }
        return plans;
    }

    private static JsonNode parse(byte[] configuration) throws ModelException {
        try {
            return JSON.readTree(configuration);
        } catch (IOException e) {
            throw new ModelException("configuration.json is not JSON: " + e.getMessage(), e);
        }
    }

    private static LayerPlan layer(int index, JsonNode layer) throws ModelException {
        String kind = simpleName(layer);
        if (!kind.equals("DenseLayer") && !kind.equals("OutputLayer")) {
            throw new ModelException(
                    "layer " + index + " is a " + (kind.isEmpty() ? "nameless thing" : kind) + ELSEWHERE);
        }
        if (layer.path("hasLayerNorm").asBoolean()) {
            throw new ModelException("layer " + index + " has layer normalisation" + ELSEWHERE);
        }
        JsonNode curve = layer.path("activationFn");
        Activation activation = activation(index, curve);
        return new LayerPlan(
                index,
                width(index, layer, "nin"),
                width(index, layer, "nout"),
                layer.path("hasBias").asBoolean(true),
                activation,
                (float) curve.path("alpha").asDouble(activation == Activation.ELU ? 1 : 0.01));
    }

    private static int width(int index, JsonNode layer, String field) throws ModelException {
        JsonNode width = layer.path(field);
        if (!width.isIntegralNumber() || width.longValue() < 1 || width.longValue() > WIDTH_LIMIT) {
            throw new ModelException("layer " + index + " must have " + field + " of 1 to " + WIDTH_LIMIT + ": " + field
                    + "=" + (width.isMissingNode() ? "absent" : width));
        }
        return width.intValue();
    }

    private static Activation activation(int index, JsonNode curve) throws ModelException {
        String name = simpleName(curve);
        for (Activation activation : Activation.values()) {
            if (activation.className.equals(name) && isPlain(activation, curve)) {
                return activation;
            }
        }
        throw new ModelException("layer " + index + " has activation " + (name.isEmpty() ? "none" : name)
                + (name.isEmpty() ? "" : " with " + curve) + ELSEWHERE);
    }

    /** Some curves have further dials; turned away from their defaults they are another curve. */
    private static boolean isPlain(Activation activation, JsonNode curve) {
        return switch (activation) {
            case RELU -> isZero(curve, "max") && isZero(curve, "threshold") && isZero(curve, "negativeSlope");
            case GELU -> !curve.path("precise").asBoolean();
            default -> true;
        };
    }

    private static boolean isZero(JsonNode curve, String dial) {
        return curve.path(dial).asDouble(0) == 0;
    }

    private static String simpleName(JsonNode node) {
        String name = node.path("@class").asText("");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
