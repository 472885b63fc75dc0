// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** JSON in and out: what comes from strangers is bounded in depth and in the length of every token, and names nothing twice. */
public final class Json {

    private static final int DEPTH = 8;
    private static final int TEXT = 32_768;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(TEXT)
                            .maxNameLength(128)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For what this node itself wrote, such as model cards. */
    private static final ObjectMapper OWN = new ObjectMapper();

    private Json() {}

    /** @throws Problem where it is no JSON object, or beyond the bounds */
    static ObjectNode object(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw Problem.invalid("a JSON object is due here: bytes=" + body.length);
        } catch (JsonProcessingException e) {
            throw Problem.invalid("the body is not JSON that this node reads: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tree of what the node wrote; empty where that is no JSON. */
    static JsonNode own(String text) {
        try {
            return OWN.readTree(text);
        } catch (JsonProcessingException e) {
            return OWN.createObjectNode();
        }
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        return OWN.createGenerator(out);
    }

    /** A value as the table of routes promises it. */
    public static byte[] bytes(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = generator(out)) {
            RecordWriter.write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
