// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Compiles one property's schema as far as it goes.
 *
 * @param rule what is compiled: each keyword binds on its own, so a part of them is still right
 * @param whole whether that is all that the schema says
 */
record RuleReader(Rule rule, boolean whole) {
    /** Keywords that bind a value and are left to {@link WholeSchema}. All others are notes. */
    static final Set<String> LEFT = Set.of(
            "$dynamicRef",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "dependentRequired",
            "dependencies",
            "prefixItems",
            "items",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "required",
            "unevaluatedItems",
            "unevaluatedProperties");

    /** Deepest chain of references and branches that is compiled. */
    private static final int DEPTH_LIMIT = 16;

    /** What a schema says, and what those say that it refers to. */
    static RuleReader read(JsonSpot schema, References references) {
        return read(schema, references, 0).ofValue();
    }

    private static RuleReader read(JsonSpot schema, References references, int depth) {
        RuleReader read = own(schema);
        if (!schema.node().isObject()) {
            return read;
        }
        List<JsonSpot> others =
                new ArrayList<>(schema.find("allOf").map(JsonSpot::elements).orElse(List.of()));
        Optional<JsonSpot> ref = schema.find("$ref");
        Optional<JsonSpot> target = ref.flatMap(references::follow);
        target.ifPresent(others::add);
        if (depth == DEPTH_LIMIT || ref.isPresent() && target.isEmpty()) {
            return new RuleReader(read.rule, false);
        }
        for (JsonSpot other : others) {
            read = read.and(read(other, references, depth + 1));
        }
        return read;
    }

    /** What both say; whole where one rule can say it. */
    RuleReader and(RuleReader other) {
        Optional<Rule> both = rule.and(other.rule);
        return new RuleReader(both.orElse(rule), whole && other.whole && both.isPresent());
    }

    /** An object as a value cannot be told from an attribute's form, so a rule that allows one is left to networknt. */
    RuleReader ofValue() {
        return new RuleReader(rule, whole && (!rule.allows(JsonType.OBJECT) || rule.equals(Rule.ANY)));
    }

    private static RuleReader own(JsonSpot schema) {
        if (schema.node().isBoolean()) {
            return new RuleReader(Rule.ANY, schema.node().booleanValue());
        }
        if (!schema.node().isObject()) {
            throw schema.wrongValue("a schema must be an object, true or false");
        }
        Optional<List<Object>> allowed = allowed(schema);
        int types = types(schema);
        if (allowed.isPresent()) {
            types &= typesOf(allowed.get());
        }
        boolean enumerable =
                schema.find("enum").isEmpty() && schema.find("const").isEmpty() || allowed.isPresent();
        Optional<Rule.Format> format = format(schema);
        Rule rule = new Rule(
                types,
                range(schema),
                schema.find("multipleOf").map(RuleReader::step),
                schema.find("minLength").map(JsonSpot::count).orElse(0),
                schema.find("maxLength").map(JsonSpot::count).orElse(Integer.MAX_VALUE),
                schema.find("pattern").map(RuleReader::pattern),
                format.orElse(Rule.Format.NONE),
                allowed);
        boolean whole =
                enumerable && format.isPresent() && schema.names().stream().noneMatch(LEFT::contains);
        return new RuleReader(rule, whole);
    }

    private static int types(JsonSpot schema) {
        Optional<JsonSpot> type = schema.find("type");
        if (type.isEmpty()) {
            return JsonType.ALL;
        }
        List<JsonSpot> names = type.get().node().isArray() ? type.get().elements() : List.of(type.get());
        int types = 0;
        for (JsonSpot name : names) {
            int bit = JsonType.of(name.text());
            if (bit == 0) {
                throw name.wrongValue("no such type");
            }
            types |= bit == JsonType.NUMBER ? JsonType.NUMERIC : bit;
        }
        return types;
    }

    private static Range range(JsonSpot schema) {
        Range range = Range.OPEN;
        for (String keyword : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")) {
            Optional<JsonSpot> bound = schema.find(keyword);
            if (bound.isPresent()) {
                double value = bound.get().number();
                boolean exclusive = keyword.startsWith("exclusive");
                String stated = bound.get().node().asText();
                range = keyword.endsWith("inimum")
                        ? range.from(value, stated, exclusive)
                        : range.to(value, stated, exclusive);
            }
        }
        return range;
    }

    private static BigDecimal step(JsonSpot spot) {
        if (spot.number() <= 0) {
            throw spot.wrongValue("must be more than 0");
        }
        return spot.node().decimalValue();
    }

    private static Pattern pattern(JsonSpot spot) {
        try {
            return Pattern.compile(spot.text());
        } catch (PatternSyntaxException e) {
            throw (IllegalArgumentException)
                    spot.wrongValue("not a regular expression").initCause(e);
        }
    }

    /** Empty where the format is none of those that are compiled. */
    private static Optional<Rule.Format> format(JsonSpot schema) {
        return switch (schema.find("format").map(JsonSpot::text).orElse("")) {
            case "" -> Optional.of(Rule.Format.NONE);
            case "date-time" -> Optional.of(Rule.Format.DATE_TIME);
            case "uri" -> Optional.of(Rule.Format.URI);
            default -> Optional.empty();
        };
    }

    /** The values of {@code enum} and {@code const}, where all are scalars. */
    private static Optional<List<Object>> allowed(JsonSpot schema) {
        Optional<JsonSpot> constant = schema.find("const");
        Optional<JsonSpot> choice = schema.find("enum");
        if (constant.isEmpty() == choice.isEmpty()) {
            return Optional.empty();
        }
        List<Object> allowed = new ArrayList<>();
        for (JsonSpot spot :
                constant.map(List::of).orElseGet(() -> choice.orElseThrow().elements())) {
            if (spot.node().isContainerNode()) {
                return Optional.empty();
            }
            allowed.add(scalar(spot.node()));
        }
        return Optional.of(allowed);
    }

    private static Object scalar(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue() == 0.0 ? 0.0 : node.doubleValue();
        }
        if (node.isNull()) {
            return JsonType.NULL;
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private static int typesOf(List<Object> values) {
        int types = 0;
        for (Object value : values) {
            types |= value instanceof String
                    ? JsonType.STRING
                    : value instanceof Double
                            ? JsonType.NUMERIC
                            : value instanceof Boolean ? JsonType.BOOLEAN : JsonType.NULL;
        }
        return types;
    }
}
