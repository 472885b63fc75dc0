// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.model.ModelId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * Writes records as the surface promises: a field a component, instants by RFC 3339, durations in seconds, enums in lower case
 * with dashes; what is empty or no number is left out, in arrays of numbers it is null.
 */
final class RecordWriter {

    private static final ObjectMapper TREES = new ObjectMapper();

    private RecordWriter() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof ModelId || value instanceof Version || value instanceof URI || value instanceof Instant) {
            json.writeString(value.toString());
        } else if (value instanceof Record) {
            json.writeStartObject();
            fields(value, json);
            json.writeEndObject();
        } else if (value instanceof Collection<?> all) {
            json.writeStartArray();
            for (Object one : all) {
                write(one, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                field(
                        entry.getKey() instanceof Enum<?> word
                                ? word(word)
                                : entry.getKey().toString(),
                        entry.getValue(),
                        json);
            }
            json.writeEndObject();
        } else {
            simple(value, json);
        }
    }

    private static void fields(Object record, JsonGenerator json) throws IOException {
        for (RecordShape.Field field : RecordShape.shape(record.getClass()).fields()) {
            Object value = field.of(record);
            if (field.flat()) {
                fields(value, json);
            } else {
                field(field.name(), value, json);
            }
        }
    }

    private static void field(String name, Object value, JsonGenerator json) throws IOException {
        Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (present != null && !(present instanceof Double number && !Double.isFinite(number))) {
            json.writeFieldName(name);
            write(present, json);
        }
    }

    private static void simple(Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Enum<?> word) {
            json.writeString(word(word));
        } else if (value instanceof Duration duration) {
            json.writeNumber(duration.toMillis() / 1e3);
        } else if (value instanceof Double number) {
            number(number, json);
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof double[] numbers) {
            json.writeStartArray();
            for (double number : numbers) {
                number(number, json);
            }
            json.writeEndArray();
        } else if (value instanceof long[] numbers) {
            json.writeArray(numbers, 0, numbers.length);
        } else if (value instanceof JsonNode tree) {
            TREES.writeTree(json, tree);
        } else {
            throw new IllegalStateException("the surface has no such values: " + value.getClass());
        }
    }

    private static void number(double number, JsonGenerator json) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }
}
