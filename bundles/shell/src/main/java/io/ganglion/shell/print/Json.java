// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Maps, lists, numbers, booleans and texts as JSON. A number that JSON cannot say is {@code null}. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** On one line. */
    public static String line(Object value) {
        return write(value, false);
    }

    /** For people. */
    public static String pretty(Object value) {
        return write(value, true);
    }

    /** A JSON text anew, indented; as it is where it is not JSON. */
    public static String indented(String json) {
        StringWriter text = new StringWriter();
        try (JsonParser in = FACTORY.createParser(json);
                JsonGenerator out = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            in.nextToken();
            out.copyCurrentStructure(in);
        } catch (JsonProcessingException e) {
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    private static String write(Object value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            }
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(element, out);
            }
            out.writeEndArray();
        } else {
            writeScalar(value, out);
        }
    }

    private static void writeScalar(Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                out.writeNumber(number);
            } else {
                out.writeNull();
            }
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else {
            out.writeString(value.toString());
        }
    }
}
