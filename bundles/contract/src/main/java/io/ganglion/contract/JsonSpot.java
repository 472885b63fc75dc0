// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A spot in a file of a contract, so that every complaint can name file, spot and value. All methods throw
 * {@link IllegalArgumentException} where the file says something else than asked for.
 */
record JsonSpot(String file, String pointer, JsonNode node) {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The root of a file, which must be an object. */
    static JsonSpot parse(String file, byte[] bytes) {
        try {
            JsonSpot root = new JsonSpot(file, "", STRICT.readTree(bytes));
            if (!root.node.isObject()) {
                throw root.wrong("must be a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new IllegalArgumentException(file + line + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(file + (pointer.isEmpty() ? "" : " " + pointer) + ": " + message);
    }

    IllegalArgumentException wrongValue(String due) {
        return wrong(due + ": " + Refusal.quote(node.isTextual() ? node.textValue() : node.toString()));
    }

    private JsonSpot child(String member, JsonNode value) {
        return new JsonSpot(file, pointer + "/" + Trail.token(member), value);
    }

    Optional<JsonSpot> find(String member) {
        JsonNode value = node.get(member);
        return value == null ? Optional.empty() : Optional.of(child(member, value));
    }

    JsonSpot at(String member) {
        return find(member).orElseThrow(() -> wrong("'" + member + "' is missing"));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Complains about members that nobody reads: most often a typing error. */
    void only(Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw wrong("'" + name + "' is not known here; "
                        + known.stream().sorted().toList() + " are");
            }
        }
    }

    List<JsonSpot> elements() {
        if (!node.isArray()) {
            throw wrongValue("must be an array");
        }
        List<JsonSpot> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(child(String.valueOf(i), node.get(i)));
        }
        return elements;
    }

    List<String> texts() {
        return elements().stream().map(JsonSpot::text).toList();
    }

    String text() {
        if (!node.isTextual()) {
            throw wrongValue("must be a string");
        }
        return node.textValue();
    }

    boolean truth() {
        if (!node.isBoolean()) {
            throw wrongValue("must be true or false");
        }
        return node.booleanValue();
    }

    double number() {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!Double.isFinite(value)) {
            throw wrongValue("must be a number");
        }
        return value;
    }

    int count() {
        if (!node.isNumber() || node.doubleValue() != node.intValue() || node.intValue() < 0) {
            throw wrongValue("must be a whole number, 0 or more");
        }
        return node.intValue();
    }

    /** An ISO 8601 duration of at least zero and at most 292 years, for example {@code PT5M} or {@code P3650D}. */
    Duration duration() {
        try {
            Duration duration = Duration.parse(text());
            if (!duration.isNegative() && duration.toNanos() >= 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw (IllegalArgumentException)
                    wrongValue("must be a duration such as PT5M or P10D").initCause(e);
        }
        throw wrongValue("must not be negative");
    }
}
