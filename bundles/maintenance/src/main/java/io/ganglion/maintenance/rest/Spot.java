// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in an answer something stands: names or indices after slashes as in a JSON pointer, and for arrays
 * {@code [path=value]}, the first element that has the value there, {@code [path]}, the first that has anything, and
 * {@code [-path=value]}, the last. Inside of brackets an array on the way is looked through.
 */
final class Spot {
    private static final int LONGEST = 10_000;

    private final List<String> steps;

    private Spot(List<String> steps) {
        this.steps = steps;
    }

    static Spot of(String path) {
        List<String> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            if (path.charAt(at) != '/') {
                throw new IllegalArgumentException("a spot is /name/name or /name/[name=value]/name: " + path);
            }
            int end = path.startsWith("[", at + 1) ? path.indexOf(']', at) + 1 : path.indexOf('/', at + 1);
            if (end == 0) {
                throw new IllegalArgumentException("a bracket is not closed: " + path);
            }
            end = end < 0 ? path.length() : end;
            steps.add(path.substring(at + 1, end));
            at = end;
        }
        return new Spot(List.copyOf(steps));
    }

    /** What stands there; missing where nothing does. */
    JsonNode in(JsonNode node) {
        JsonNode now = node;
        for (String step : steps) {
            now = step.startsWith("[") ? chosen(now, step.substring(1, step.length() - 1)) : child(now, step);
        }
        return now;
    }

    private static JsonNode child(JsonNode node, String step) {
        return node.isArray() && step.matches("\\d{1,6}") ? node.path(Integer.parseInt(step)) : node.path(step);
    }

    private static JsonNode chosen(JsonNode array, String choice) {
        boolean last = choice.startsWith("-");
        String[] parts = (last ? choice.substring(1) : choice).split("=", 2);
        String[] names = parts[0].split("/");
        JsonNode found = MissingNode.getInstance();
        for (JsonNode one : array) {
            if (has(one, names, 0, parts.length > 1 ? parts[1] : null)) {
                found = one;
                if (!last) {
                    break;
                }
            }
        }
        return found;
    }

    private static boolean has(JsonNode node, String[] names, int at, String value) {
        if (node.isArray()) {
            for (JsonNode one : node) {
                if (has(one, names, at, value)) {
                    return true;
                }
            }
            return false;
        }
        if (at < names.length) {
            return has(node.path(names[at]), names, at + 1, value);
        }
        return value == null ? !plain(node).isBlank() : plain(node).equals(value);
    }

    /** Its text, clipped; empty where there is none. Of several values it is the first. */
    String text(JsonNode node) {
        return plain(in(node));
    }

    /** Text or number; "false" is how some say that a field is empty. */
    static String plain(JsonNode node) {
        if (node.isArray()) {
            return node.isEmpty() ? "" : plain(node.get(0));
        }
        String text =
                !node.isValueNode() || node.isNull() || node.isBoolean() && !node.booleanValue() ? "" : node.asText();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
