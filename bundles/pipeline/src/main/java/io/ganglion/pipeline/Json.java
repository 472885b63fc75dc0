// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON bodies one after the other into one buffer with one generator: a body costs no more garbage than its own
 * bytes. Not thread-safe.
 */
public final class Json {

    /** Writes one JSON object's fields. */
    @FunctionalInterface
    public interface Fields<T> {
        void write(JsonGenerator json, T subject) throws IOException;
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .configure(JsonWriteFeature.WRITE_NAN_AS_STRINGS, true)
            .build();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    private JsonGenerator generator;

    /** One object. */
    public <T> byte[] object(Fields<T> fields, T subject) {
        buffer.reset();
        try {
            JsonGenerator json = generator();
            json.writeStartObject();
            fields.write(json, subject);
            json.writeEndObject();
            json.flush();
            return buffer.toByteArray();
        } catch (IOException e) {
            // It may stand in the middle of an object: the next body needs a fresh one.
            generator = null;
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            generator = null;
            throw e;
        }
    }

    private JsonGenerator generator() throws IOException {
        if (generator == null) {
            generator = FACTORY.createGenerator(buffer);
            generator.setRootValueSeparator(null);
        }
        return generator;
    }

    /** A number, or null where it is none: JSON has no NaN and no infinity. */
    public static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** A text that a stranger may have chosen: half a character (a lone surrogate) cannot be written as UTF-8. */
    public static void text(JsonGenerator json, String field, String value) throws IOException {
        json.writeStringField(field, isWhole(value) ? value : whole(value));
    }

    private static boolean isWhole(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String whole(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    }
}
