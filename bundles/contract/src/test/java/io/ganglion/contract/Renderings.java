// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** One entity in the representations that NGSI-LD allows for it. */
final class Renderings {
    private static final Set<String> GEOMETRIES =
            Set.of("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon");
    private static final String WHEN = "2021-09-03T07:33:18Z";

    private Renderings() {}

    private static ObjectNode each(JsonNode entity, BiFunction<String, JsonNode, JsonNode> form) {
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        entity.fields().forEachRemaining(member -> {
            boolean plain = Set.of("id", "type", "@context").contains(member.getKey());
            other.set(member.getKey(), plain ? member.getValue() : form.apply(member.getKey(), member.getValue()));
        });
        return other;
    }

    /** From key-values. */
    static ObjectNode normalised(JsonNode keyValues) {
        return each(keyValues, (name, value) -> {
            ObjectNode attribute = JsonNodeFactory.instance.objectNode();
            boolean refers = name.startsWith("ref");
            boolean geometry = GEOMETRIES.contains(value.path("type").asText());
            attribute.put("type", refers ? "Relationship" : geometry ? "GeoProperty" : "Property");
            attribute.set(refers ? "object" : "value", value);
            attribute.put("observedAt", WHEN);
            return attribute;
        });
    }

    /** From normalised: without types, and bare where nothing but a value is left. */
    static ObjectNode concise(JsonNode normalised) {
        return each(normalised, (name, attribute) -> {
            ObjectNode lean = attribute.deepCopy();
            lean.remove("type");
            boolean bare = lean.size() == 1
                    && lean.has("value")
                    && (!lean.get("value").isObject() || lean.get("value").has("coordinates"));
            return bare ? lean.get("value") : lean;
        });
    }

    /** From normalised. */
    static ObjectNode keyValues(JsonNode normalised) {
        return each(normalised, (name, attribute) -> {
            for (String carrier : Map.of("value", 1, "object", 2).keySet()) {
                if (attribute.has(carrier)) {
                    JsonNode value = attribute.get(carrier);
                    return value.has("@value") ? value.get("@value") : value;
                }
            }
            throw new AssertionError("no value: " + name + " " + attribute);
        });
    }
}
