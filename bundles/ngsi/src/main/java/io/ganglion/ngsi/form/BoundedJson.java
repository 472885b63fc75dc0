// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON from strangers: bounded in depth and length of every token, no name twice, decimals kept as they were sent. */
public final class BoundedJson {

    private static final int DEPTH = 32;
    private static final int TEXT = 65_536;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(TEXT)
                            .maxNameLength(1_024)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // 30.0 stays 30.0, rather than becoming 3E+1.
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BoundedJson() {}

    /** For writing, and for trees that this node made. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * A body that its caller has bounded in bytes.
     *
     * @throws Problem where it is not JSON, or beyond the bounds
     */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode read = MAPPER.readTree(body);
            if (read == null || read.isMissingNode()) {
                throw Problem.invalid("the body is empty: JSON is due here");
            }
            return read;
        } catch (JsonProcessingException e) {
            var spot = e.getLocation();
            throw Problem.invalid("the body is not JSON that this node reads: " + e.getOriginalMessage()
                    + (spot == null ? "" : " (line " + spot.getLineNr() + ", column " + spot.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, where an object is due. */
    public static ObjectNode readObject(byte[] body) {
        if (read(body) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.invalid("the body must be a JSON object");
    }

    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of ours can be written", e);
        }
    }
}
