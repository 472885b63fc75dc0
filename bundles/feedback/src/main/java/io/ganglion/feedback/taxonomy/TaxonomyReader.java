// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.taxonomy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.api.maintenance.Taxonomy.Cause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code contract/taxonomy.json}. */
final class TaxonomyReader {
    /** Bytes of a file at most. */
    static final int LIMIT = 256 << 10;

    private static final int CAUSES = 500;
    private static final int TEXT = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(10).build());
    }

    private TaxonomyReader() {}

    /** @throws IllegalArgumentException where it is none; the message says where */
    static Taxonomy read(String contract, byte[] file) {
        if (file.length > LIMIT) {
            throw new IllegalArgumentException("a taxonomy has at most " + LIMIT + " bytes");
        }
        JsonNode json;
        try {
            json = JSON.readTree(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getMessage(), e);
        }
        JsonNode list = json.path("causes");
        if (!list.isArray() || list.isEmpty() || list.size() > CAUSES) {
            throw new IllegalArgumentException("causes is a list of 1 to " + CAUSES + ": causes=" + list.size());
        }
        List<Cause> causes = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (JsonNode cause : list) {
            Cause read = cause(cause);
            if (!codes.add(read.code())) {
                throw new IllegalArgumentException("a code stands there once: code=" + read.code());
            }
            causes.add(read);
        }
        return new Taxonomy(contract, causes);
    }

    private static Cause cause(JsonNode json) {
        Map<String, String> codes = new HashMap<>();
        json.path("codes")
                .fields()
                .forEachRemaining(entry -> codes.put(entry.getKey(), text(entry.getValue(), "codes")));
        return new Cause(
                text(json.get("code"), "code"),
                text(json.get("title"), "title"),
                text(json.get("failureMode"), "failureMode"),
                text(json.get("mechanism"), "mechanism"),
                text(json.get("cause"), "cause"),
                codes);
    }

    private static String text(JsonNode value, String field) {
        if (value == null || !value.isTextual() || value.asText().length() > TEXT) {
            throw new IllegalArgumentException(
                    "each cause has " + field + ", a text of at most " + TEXT + " characters: " + value);
        }
        return value.asText();
    }
}
