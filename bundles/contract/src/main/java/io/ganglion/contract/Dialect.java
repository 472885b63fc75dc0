// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Which JSON Schema a schema is written in. */
final class Dialect {
    private static final Set<String> OFFICIAL = Set.of(
            "https://json-schema.org/draft/2020-12/schema",
            "https://json-schema.org/draft/2019-09/schema",
            "http://json-schema.org/draft-07/schema",
            "http://json-schema.org/draft-06/schema",
            "http://json-schema.org/draft-04/schema");

    private Dialect() {}

    /** The schema; one that names no official dialect, as older published ones do, is read as 2020-12. */
    static JsonNode of(JsonNode schema) {
        String named = schema.path("$schema").asText("");
        if (!schema.isObject() || named.isEmpty() || OFFICIAL.contains(named.replaceFirst("#$", ""))) {
            return schema;
        }
        ObjectNode plain = schema.deepCopy();
        plain.remove("$schema");
        return plain;
    }
}
