// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a property's schema says about its value, compiled.
 *
 * @param types a set of {@link JsonType} bits
 * @param range the numbers that pass
 * @param multipleOf the step that numbers keep
 * @param minLength code points
 * @param maxLength code points
 * @param pattern found anywhere in a string
 * @param format what a string must be
 * @param allowed the only values that pass, by {@code enum} or {@code const}: {@code String}, {@code Double},
 *     {@code Boolean}, or {@link JsonType#NULL} for null
 */
record Rule(
        int types,
        Range range,
        Optional<BigDecimal> multipleOf,
        int minLength,
        int maxLength,
        Optional<Pattern> pattern,
        Format format,
        Optional<List<Object>> allowed) {

    /** The formats that are compiled. */
    enum Format {
        NONE,
        DATE_TIME,
        URI
    }

    /** The longest decimal that is held against a step, characters. */
    private static final int DECIMAL_LIMIT = 400;

    /** Lets every value pass. */
    static final Rule ANY = new Rule(
            JsonType.ALL,
            Range.OPEN,
            Optional.empty(),
            0,
            Integer.MAX_VALUE,
            Optional.empty(),
            Format.NONE,
            Optional.empty());

    boolean allows(int type) {
        return (types & type) != 0;
    }

    Rule within(Range narrower) {
        return new Rule(types, narrower, multipleOf, minLength, maxLength, pattern, format, allowed);
    }

    /** What both rules say; empty where one rule cannot say it. */
    Optional<Rule> and(Rule other) {
        if (clash(multipleOf, other.multipleOf)
                || clash(pattern.map(Pattern::pattern), other.pattern.map(Pattern::pattern))
                || clash(allowed, other.allowed)
                || (format != other.format && format != Format.NONE && other.format != Format.NONE)) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                types & other.types,
                range.and(other.range),
                multipleOf.or(() -> other.multipleOf),
                Math.max(minLength, other.minLength),
                Math.min(maxLength, other.maxLength),
                pattern.or(() -> other.pattern),
                format == Format.NONE ? other.format : format,
                allowed.or(() -> other.allowed)));
    }

    private static boolean clash(Optional<?> one, Optional<?> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    Rule of(int fewerTypes) {
        return new Rule(fewerTypes, range, multipleOf, minLength, maxLength, pattern, format, allowed);
    }

    /** Whether only the range binds a number, which is the usual case and the fast one. */
    boolean isPlainRange() {
        return allows(JsonType.NUMBER) && multipleOf.isEmpty() && allowed.isEmpty();
    }

    /** Whether only its type binds a string. */
    boolean isPlainString() {
        return minLength == 0
                && maxLength == Integer.MAX_VALUE
                && pattern.isEmpty()
                && format == Format.NONE
                && allowed.isEmpty();
    }

    /** The number that the reader has just read. */
    void checkNumber(JsonReader reader, double value, Property property) {
        if (!allows(JsonType.NUMBER) && value != Math.rint(value)) {
            throw property.refuse(reader, Reason.WRONG_TYPE, reader.from, "must be an integer", reader.token());
        }
        if (!range.contains(value)) {
            throw property.refuse(
                    reader,
                    Reason.OUT_OF_RANGE,
                    reader.from,
                    "must be " + range.due(value) + property.unit(),
                    reader.token());
        }
        if (multipleOf.isPresent() && !isMultiple(reader)) {
            throw property.refuse(
                    reader, Reason.SCHEMA, reader.from, "must be a multiple of " + multipleOf.get(), reader.token());
        }
        checkAllowed(reader, value == 0.0 ? (Object) 0.0 : (Object) value, property);
    }

    /** In decimals, as it was written: 0.3 is a multiple of 0.1. */
    private boolean isMultiple(JsonReader reader) {
        int length = reader.to - reader.from;
        if (length > DECIMAL_LIMIT) {
            return false;
        }
        BigDecimal value = new BigDecimal(new String(reader.body, reader.from, length, StandardCharsets.ISO_8859_1));
        // A far negative exponent would cost as many digits, and is nearer to zero than any step.
        if (value.signum() == 0 || value.scale() > 2 * DECIMAL_LIMIT) {
            return value.signum() == 0;
        }
        return value.remainder(multipleOf.orElseThrow()).signum() == 0;
    }

    /** The string that the reader has just read. */
    void checkString(JsonReader reader, Property property) {
        if (isPlainString()) {
            return;
        }
        int length = reader.escaped
                ? reader.text().codePointCount(0, reader.text().length())
                : Strings.codePoints(reader.body, reader.from, reader.to);
        if (length < minLength || length > maxLength) {
            String due = length < minLength ? "at least " + minLength : "at most " + maxLength;
            throw schema(reader, property, "must have " + due + " characters");
        }
        if (format != Format.NONE && !hasFormat(reader)) {
            throw schema(
                    reader,
                    property,
                    format == Format.URI ? "must be an absolute URI" : "must be a date-time by RFC 3339");
        }
        if (pattern.isPresent() || allowed.isPresent()) {
            String text = reader.text();
            if (pattern.isPresent() && !pattern.get().matcher(text).find()) {
                throw schema(reader, property, "must match " + pattern.get());
            }
            checkAllowed(reader, text, property);
        }
    }

    private boolean hasFormat(JsonReader reader) {
        if (format == Format.URI) {
            return Uris.isAbsolute(reader.text());
        }
        byte[] text = reader.text().getBytes(StandardCharsets.UTF_8);
        return reader.times.parse(text, 0, text.length) != Timestamps.INVALID;
    }

    void checkAllowed(JsonReader reader, Object value, Property property) {
        if (allowed.isPresent() && !allowed.get().contains(value)) {
            throw schema(reader, property, "must be one of " + allowed.get());
        }
    }

    private static Refusal schema(JsonReader reader, Property property, String due) {
        return property.refuse(reader, Reason.SCHEMA, reader.from, due, reader.token());
    }
}
