// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The leaves of a document, and copies with one of them changed. */
final class Members {
    private Members() {}

    /** JSON Pointers, without the context. */
    static List<String> of(JsonNode document) {
        List<String> leaves = new ArrayList<>();
        collect("", document, leaves);
        leaves.removeIf(leaf -> leaf.startsWith("/@context"));
        return leaves;
    }

    private static void collect(String path, JsonNode node, List<String> leaves) {
        if (node.isObject()) {
            node.fields().forEachRemaining(m -> collect(path + "/" + Trail.token(m.getKey()), m.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, node.get(i), leaves);
            }
        } else {
            leaves.add(path);
        }
    }

    static JsonNode ofAnotherType(JsonNode leaf) {
        return leaf.isTextual() ? IntNode.valueOf(12_345) : TextNode.valueOf("odd");
    }

    static JsonNode with(JsonNode document, String pointer, UnaryOperator<JsonNode> change) {
        JsonNode copy = document.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode parent = copy.at(at.head());
        JsonNode changed = change.apply(copy.at(at));
        if (parent instanceof ArrayNode array) {
            array.set(at.last().getMatchingIndex(), changed);
        } else {
            ((ObjectNode) parent).set(at.last().getMatchingProperty(), changed);
        }
        return copy;
    }

    static JsonNode without(JsonNode document, String pointer) {
        JsonNode copy = document.deepCopy();
        JsonPointer at = JsonPointer.compile(pointer);
        ((ObjectNode) copy.at(at.head())).remove(at.last().getMatchingProperty());
        return copy;
    }

    /** Where a spot of the key-values form, {@code location/type}, stands in this form. */
    static String find(JsonNode document, String spot) {
        String name = spot.contains("/") ? spot.substring(0, spot.indexOf('/')) : spot;
        String rest = spot.substring(name.length());
        return Stream.of("/value/@value", "/value", "/object", "")
                .map(carrier -> "/" + name + carrier)
                .filter(at -> !document.at(at).isMissingNode())
                .findFirst()
                .map(at -> at + rest)
                .orElseThrow(() -> new AssertionError("no " + spot + " in " + document));
    }
}
