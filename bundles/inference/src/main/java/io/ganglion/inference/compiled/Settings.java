// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.model.ModelException;

/**
 * A layer's or vertex's part of the configuration, read with suspicion.
 *
 * @param label how messages name it, for example {@code layer 3} or {@code layer 3 "encoder"}
 * @param featuresLast whether Deeplearning4j has this network's series as this engine has them, the features last
 */
record Settings(String label, JsonNode body, boolean featuresLast) {
    static final int WIDTH_LIMIT = 1 << 16;
    private static final String ELSEWHERE = ", which the compiled engine does not run; install feature ganglion-dl4j";

    /** The simple name of Deeplearning4j's class. */
    String kind() {
        return simpleName(body);
    }

    /** With a layer that is wrapped in this one. */
    Settings inner(String field) {
        return new Settings(label, body.path(field), featuresLast);
    }

    int width(String field) throws ModelException {
        return whole(field, body.path(field), 1, WIDTH_LIMIT);
    }

    int whole(String field, int least, int most, int absent) throws ModelException {
        return body.hasNonNull(field) ? whole(field, body.path(field), least, most) : absent;
    }

    /** The first of a list: Deeplearning4j writes two dimensions for a one-dimensional layer too. */
    int first(String field, int least, int most) throws ModelException {
        return place(field, 0, least, most);
    }

    int place(String field, int place, int least, int most) throws ModelException {
        JsonNode list = body.path(field);
        return whole(field, list.isArray() ? list.path(place) : list, least, most);
    }

    private int whole(String field, JsonNode number, int least, int most) throws ModelException {
        if (!number.isIntegralNumber()
                || !number.canConvertToInt()
                || number.intValue() < least
                || number.intValue() > most) {
            throw new ModelException(label + " must have " + field + " of " + least + " to " + most + ": " + field + "="
                    + (number.isMissingNode() ? "absent" : number));
        }
        return number.intValue();
    }

    /** A number that is finite, also as a float. */
    float number(String field, double absent) throws ModelException {
        float number = (float) body.path(field).asDouble(absent);
        if (!Float.isFinite(number)) {
            throw new ModelException(label + " must have a finite " + field + ": " + field + "=" + body.path(field));
        }
        return number;
    }

    boolean is(String field, boolean absent) {
        return body.path(field).asBoolean(absent);
    }

    String text(String field, String absent) {
        return body.path(field).asText(absent);
    }

    Curve curve(String field) throws ModelException {
        JsonNode node = body.path(field);
        String name = simpleName(node);
        for (Activation activation : Activation.values()) {
            if (activation.className.equals(name) && isPlain(activation, node)) {
                return new Curve(activation, alpha(activation, node));
            }
        }
        throw foreign(label + " has activation " + (name.isEmpty() ? "none" : name + " with " + node));
    }

    private static float alpha(Activation activation, JsonNode curve) {
        return switch (activation) {
            case ELU -> (float) curve.path("alpha").asDouble(1);
            case THRESHOLDED_RELU -> (float) curve.path("theta").asDouble(1);
            default -> (float) curve.path("alpha").asDouble(0.01);
        };
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

    /** What this engine leaves to the other one. */
    ModelException foreign() {
        return foreign(label + " is a " + (kind().isEmpty() ? "nameless thing" : kind()));
    }

    static ModelException foreign(String what) {
        return new ModelException(what + ELSEWHERE);
    }

    /** A network that no engine runs. */
    ModelException wrong(String what) {
        return new ModelException(label + " (" + kind() + ") " + what);
    }

    /** @throws ModelException where something else than a series arrives */
    Shape series(Shape input) throws ModelException {
        if (!input.isSeries()) {
            throw wrong("takes a series, but gets " + input);
        }
        return input;
    }

    /** @throws ModelException where the layer's {@code nin} is not what arrives */
    Shape fitting(Shape input, String field) throws ModelException {
        int width = width(field);
        if (input.features() != width) {
            throw wrong("takes " + width + " inputs, but gets " + input);
        }
        return input;
    }

    private static String simpleName(JsonNode node) {
        String name = node.path("@class").asText("");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
