// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that schemas which hold together say of one value, keyword by keyword: the tightest bound of several, every pattern,
 * each member's schemas. Reads schemas with their references written out.
 */
final class Shape {
    /** The types of JSON Schema; {@code number} stands for those that are no integers. */
    static final List<String> TYPES = List.of("string", "number", "integer", "boolean", "null", "object", "array");

    private static final Map<String, String> AT_LEAST =
            Map.of("minLength", "string", "minItems", "array", "minProperties", "object");
    private static final Map<String, String> AT_MOST =
            Map.of("maxLength", "string", "maxItems", "array", "maxProperties", "object");
    /** Keywords that are compared as they are written; each with those that it depends on. */
    private static final Map<String, List<String>> AS_WRITTEN = Map.of(
            "anyOf", List.of(),
            "oneOf", List.of(),
            "not", List.of(),
            "dependentSchemas", List.of(),
            "dependentRequired", List.of(),
            "dependencies", List.of(),
            "propertyNames", List.of(),
            "$dynamicRef", List.of(),
            "$ref", List.of(),
            "patternProperties", List.of());

    Set<String> types = new LinkedHashSet<>(TYPES);
    Bound minimum = Bound.NONE;
    Bound maximum = Bound.NONE;
    final Set<BigDecimal> multiples = new TreeSet<>();
    /** By keyword: {@code minLength} and its like, {@code maxLength} and its like. */
    final Map<String, BigDecimal> counts = new TreeMap<>();

    final Set<String> patterns = new TreeSet<>();
    final Set<String> formats = new TreeSet<>();
    /** The only values that pass; null where any may. */
    Set<JsonNode> values;

    final Set<String> required = new LinkedHashSet<>();
    /** The only members that may be there; null where any may. */
    Set<String> names;

    final Set<String> opaque = new TreeSet<>();
    /** The branches of each {@code anyOf}, by how it is written. */
    final Map<String, List<JsonNode>> choices = new TreeMap<>();

    boolean never;
    private final Map<String, List<JsonNode>> properties = new LinkedHashMap<>();
    private final List<JsonNode> items = new ArrayList<>();

    /**
     * A limit of a number.
     *
     * @param at null where there is none
     */
    record Bound(BigDecimal at, boolean exclusive) {
        static final Bound NONE = new Bound(null, false);

        /** Whether every number that keeps {@code other} keeps this one too; {@code sign} is 1 for a minimum, -1 for a maximum. */
        boolean isImpliedBy(Bound other, int sign) {
            if (at == null) {
                return true;
            }
            if (other.at == null) {
                return false;
            }
            int order = sign * other.at.compareTo(at);
            return order > 0 || order == 0 && (other.exclusive || !exclusive);
        }

        @Override
        public String toString() {
            return at == null ? "none" : (exclusive ? "beyond " : "") + at.toPlainString();
        }
    }

    static Shape of(List<JsonNode> schemas) {
        Shape shape = new Shape();
        schemas.forEach(shape::add);
        if (shape.values != null) {
            shape.values.removeIf(value -> !shape.allows(typeOf(value)));
        }
        return shape;
    }

    static Shape of(JsonNode schema) {
        return of(List.of(schema));
    }

    Set<String> properties() {
        return properties.keySet();
    }

    /** What is said of a member; what says nothing accepts anything. */
    Shape property(String name) {
        return of(properties.getOrDefault(name, List.of()));
    }

    Optional<Shape> items() {
        return items.isEmpty() ? Optional.empty() : Optional.of(of(items));
    }

    boolean allows(String type) {
        return types.contains(type);
    }

    boolean allowsNumbers() {
        return allows("number") || allows("integer");
    }

    boolean allowsMember(String name) {
        return names == null || names.contains(name);
    }

    private void add(JsonNode schema) {
        if (schema.isBoolean()) {
            never |= !schema.booleanValue();
            return;
        }
        schema.fields().forEachRemaining(member -> keyword(member.getKey(), member.getValue()));
        numbers(schema);
        members(schema);
        elements(schema);
        together(schema, "if", List.of("if", "then", "else"));
        together(schema, "contains", List.of("contains", "minContains", "maxContains"));
        if (schema.has("unevaluatedProperties") || schema.has("unevaluatedItems")) {
            opaque.add("unevaluated: " + Canon.schema(schema));
        }
    }

    private void keyword(String keyword, JsonNode node) {
        switch (keyword) {
            case "allOf" -> node.forEach(this::add);
            case "type" -> types.retainAll(types(node));
            case "const" -> keepValues(Set.of(Canon.value(node)));
            case "enum" -> {
                Set<JsonNode> allowed = new LinkedHashSet<>();
                node.forEach(value -> allowed.add(Canon.value(value)));
                keepValues(allowed);
            }
            case "pattern" -> patterns.add(node.asText());
            case "format" -> formats.add(node.asText());
            case "multipleOf" -> multiples.add(node.decimalValue().stripTrailingZeros());
            case "required" -> node.forEach(name -> required.add(name.asText()));
            case "uniqueItems" -> {
                if (node.asBoolean()) {
                    opaque.add("uniqueItems: true");
                }
            }
            default -> count(keyword, node);
        }
    }

    private void count(String keyword, JsonNode node) {
        if (AT_LEAST.containsKey(keyword)) {
            counts.merge(keyword, node.decimalValue(), BigDecimal::max);
        } else if (AT_MOST.containsKey(keyword)) {
            counts.merge(keyword, node.decimalValue(), BigDecimal::min);
        } else if (AS_WRITTEN.containsKey(keyword)) {
            String written = keyword + ": " + Canon.schema(node);
            opaque.add(written);
            if ("anyOf".equals(keyword)) {
                List<JsonNode> branches = new ArrayList<>();
                node.forEach(branches::add);
                choices.put(written, branches);
            }
        }
    }

    /** The type whose values a counting keyword binds. */
    static String counted(String keyword) {
        return AT_LEAST.getOrDefault(keyword, AT_MOST.get(keyword));
    }

    static boolean isAtLeast(String keyword) {
        return AT_LEAST.containsKey(keyword);
    }

    private void keepValues(Set<JsonNode> allowed) {
        if (values == null) {
            values = new LinkedHashSet<>(allowed);
        } else {
            values.retainAll(allowed);
        }
        Set<String> left = new LinkedHashSet<>();
        values.forEach(value -> left.add(typeOf(value)));
        types.retainAll(left);
    }

    static String typeOf(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().scale() <= 0 ? "integer" : "number";
        }
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case OBJECT -> "object";
            default -> "array";
        };
    }

    private static Set<String> types(JsonNode node) {
        Set<String> named = new LinkedHashSet<>();
        if (node.isArray()) {
            node.forEach(name -> named.add(name.asText()));
        } else {
            named.add(node.asText());
        }
        if (named.contains("number")) {
            named.add("integer");
        }
        return named;
    }

    private void numbers(JsonNode schema) {
        for (String keyword : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")) {
            JsonNode node = schema.path(keyword);
            if (node.isBoolean()) {
                together(schema, keyword, List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"));
            } else if (node.isNumber()) {
                Bound bound = new Bound(node.decimalValue(), keyword.startsWith("exclusive"));
                if (keyword.endsWith("inimum")) {
                    minimum = minimum.isImpliedBy(bound, 1) ? bound : minimum;
                } else {
                    maximum = maximum.isImpliedBy(bound, -1) ? bound : maximum;
                }
            }
        }
    }

    private void members(JsonNode schema) {
        Set<String> own = new LinkedHashSet<>();
        schema.path("properties").fields().forEachRemaining(member -> {
            own.add(member.getKey());
            properties
                    .computeIfAbsent(member.getKey(), any -> new ArrayList<>())
                    .add(member.getValue());
        });
        JsonNode others = schema.path("additionalProperties");
        boolean shut = others.isBoolean() && !others.booleanValue();
        if (shut && !schema.has("patternProperties")) {
            close(own);
        } else if (shut || others.isObject() && !others.isEmpty()) {
            opaque.add("additionalProperties: " + Canon.schema(others) + " beside " + new TreeSet<>(own) + " and "
                    + Canon.schema(schema.path("patternProperties")));
        }
    }

    void close(Set<String> allowed) {
        if (names == null) {
            names = new LinkedHashSet<>(allowed);
        } else {
            names.retainAll(allowed);
        }
    }

    private void elements(JsonNode schema) {
        JsonNode each = schema.path("items");
        if (schema.has("prefixItems") || schema.has("additionalItems") || each.isArray()) {
            together(schema, "items", List.of("prefixItems", "items", "additionalItems"));
        } else if (!each.isMissingNode()) {
            items.add(each);
        }
    }

    /** Keywords that only make sense beside each other. */
    private void together(JsonNode schema, String first, List<String> keywords) {
        StringBuilder written = new StringBuilder();
        for (String keyword : keywords) {
            if (schema.has(keyword)) {
                written.append(keyword)
                        .append(": ")
                        .append(Canon.schema(schema.get(keyword)))
                        .append(' ');
            }
        }
        if (!written.isEmpty() && !"then".equals(first)) {
            opaque.add(written.toString().trim());
        }
    }
}
