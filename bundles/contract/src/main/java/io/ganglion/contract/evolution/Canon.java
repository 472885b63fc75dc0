// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeMap;

/** One way to write a schema, so that two that say the same in the same words are equal. */
final class Canon {
    private static final Set<String> NOTES = Set.of("title", "description", "$comment", "$schema", "$id");
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");

    private Canon() {}

    /** Without notes, names in order. A property that is called like a note keeps its schema, which is no string. */
    static JsonNode schema(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(schema(element)));
            return array;
        }
        if (!node.isObject()) {
            return value(node);
        }
        TreeMap<String, JsonNode> members = new TreeMap<>();
        node.fields().forEachRemaining(member -> {
            boolean note = NOTES.contains(member.getKey()) && member.getValue().isTextual();
            if (!note) {
                boolean value =
                        VALUES.contains(member.getKey()) && !member.getValue().isObject();
                members.put(member.getKey(), value ? value(member.getValue()) : schema(member.getValue()));
            }
        });
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::set);
        return object;
    }

    /** A value, so that 1 and 1.0 are equal, as they are to a schema. */
    static JsonNode value(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal plain = node.decimalValue().stripTrailingZeros();
            return DecimalNode.valueOf(plain.signum() == 0 ? BigDecimal.ZERO : plain);
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(value(element)));
            return array;
        }
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.fields().forEachRemaining(member -> members.put(member.getKey(), value(member.getValue())));
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::set);
            return object;
        }
        return node;
    }
}
