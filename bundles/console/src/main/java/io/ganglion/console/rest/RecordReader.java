// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a flat record out of a JSON object; a field that it does not have is refused rather than ignored. */
final class RecordReader {

    private RecordReader() {}

    static <T> T read(ObjectNode body, Class<T> type) {
        List<RecordShape.Field> fields = RecordShape.shape(type).fields();
        Set<String> unknown = new HashSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        fields.forEach(field -> unknown.remove(field.name()));
        if (!unknown.isEmpty()) {
            throw Problem.invalid("no such field here: " + shortened(unknown.toString()) + "; there are "
                    + fields.stream().map(RecordShape.Field::name).toList());
        }
        List<Object> values = new ArrayList<>();
        for (RecordShape.Field field : fields) {
            values.add(value(field.name(), field.type(), body.get(field.name())));
        }
        return make(type, values.toArray());
    }

    private static <T> T make(Class<T> type, Object[] values) {
        try {
            @SuppressWarnings("unchecked")
            Constructor<T> made = (Constructor<T>) type.getDeclaredConstructors()[0];
            made.setAccessible(true);
            return made.newInstance(values);
        } catch (InvocationTargetException e) {
            throw Problem.invalid(e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record can be made: " + type, e);
        }
    }

    private static Object value(String name, Type type, JsonNode given) {
        boolean absent = given == null || given.isNull();
        if (type instanceof java.lang.reflect.ParameterizedType generic) {
            return absent ? Optional.empty() : Optional.of(value(name, generic.getActualTypeArguments()[0], given));
        }
        if (absent && type == String.class) {
            return "";
        }
        if (absent || !given.isTextual()) {
            throw Problem.invalid(
                    name + " must be a text" + (absent ? ", and it is absent" : ": " + shortened(given.toString())));
        }
        String text = given.asText();
        if (type == Instant.class) {
            return instant(name, text);
        }
        return type instanceof Class<?> kind && kind.isEnum() ? word(name, kind, text) : text;
    }

    static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(
                    name + " must be a time by RFC 3339, such as 2026-03-09T10:00:00Z: " + shortened(text));
        }
    }

    /** An enum's constant by its word. */
    static Object word(String name, Class<?> kind, String text) {
        List<String> words = new ArrayList<>();
        for (Object constant : kind.getEnumConstants()) {
            String word = RecordWriter.word((Enum<?>) constant);
            if (word.equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return constant;
            }
            words.add(word);
        }
        throw Problem.invalid(name + " is one of " + words + ": " + shortened(text));
    }

    static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
