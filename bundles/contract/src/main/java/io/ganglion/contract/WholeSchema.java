// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import io.ganglion.api.contract.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A contract's schema as networknt reads it, for keywords that are not compiled. Slow beside the compiled form, and used
 * only where a contract has such keywords. Thread-safe. Never fetches anything: a schema that is referred to lies in the
 * bundle, as another file in {@code contract/}, under its own {@code $id}.
 */
final class WholeSchema {
    private static final ObjectMapper MAPPER = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final Set<String> KINDS = Set.of(
            "Property",
            "Relationship",
            "GeoProperty",
            "LanguageProperty",
            "VocabProperty",
            "JsonProperty",
            "ListProperty");
    /** The members of an NGSI-LD attribute that hold its value. */
    private static final List<String> CARRIERS =
            List.of("value", "object", "languageMap", "vocab", "json", "valueList", "@value");

    private final JsonSchema schema;
    private final String time;

    private WholeSchema(JsonSchema schema, String time) {
        this.schema = schema;
        this.time = time;
    }

    static WholeSchema compile(ContractFiles files, String time) {
        Map<String, byte[]> vendored = new HashMap<>();
        files.others()
                .forEach((file, bytes) ->
                        JsonSpot.parse(file, bytes).find("$id").ifPresent(id -> vendored.put(id.text(), bytes)));
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(
                        loaders -> loaders.values(List::clear).add(iri -> load(vendored, iri))));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .failFast(true)
                .build();
        try {
            JsonSchema schema = factory.getSchema(MAPPER.readTree(files.require(ContractFiles.SCHEMA)), config);
            schema.initializeValidators();
            return new WholeSchema(schema, time);
        } catch (JsonSchemaException | IOException e) {
            throw new IllegalArgumentException(ContractFiles.SCHEMA + ": " + e.getMessage(), e);
        }
    }

    private static InputStreamSource load(Map<String, byte[]> vendored, AbsoluteIri iri) {
        byte[] bytes = vendored.get(iri.toString());
        if (bytes == null) {
            throw new JsonSchemaException(
                    "$ref to " + iri
                            + ", which is not in the bundle: put that schema into contract/ as a file of its own, with this $id");
        }
        return () -> new ByteArrayInputStream(bytes);
    }

    /**
     * Throws a {@link Refusal} where the schema does.
     *
     * @param standIn the time that stands in for one that the document does not state itself; empty where it does
     */
    void check(byte[] body, String standIn) {
        check(keyValues(body, standIn));
    }

    /** The same for a document that is in key-values form already. */
    void check(JsonNode flat) {
        for (ValidationMessage message : schema.validate(flat)) {
            throw new Refusal(
                    Reason.SCHEMA,
                    message.getInstanceLocation().toString(),
                    -1,
                    message.getType() + ": " + message.getMessage());
        }
    }

    /** The document in key-values form: what the schema speaks of. */
    private JsonNode keyValues(byte[] body, String standIn) {
        JsonNode document = parse(body);
        ObjectNode flat = MAPPER.createObjectNode();
        document.fields().forEachRemaining(member -> {
            if (!"@context".equals(member.getKey())) {
                flat.set(member.getKey(), value(member.getValue()));
            }
        });
        if (!standIn.isEmpty()) {
            flat.put(time, standIn);
        }
        return flat;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("the compiled form read what Jackson does not: " + e.getMessage(), e);
        }
    }

    /** The bare value of an attribute in any form. */
    static JsonNode value(JsonNode attribute) {
        if (!attribute.isObject()) {
            return attribute;
        }
        JsonNode kind = attribute.path("type");
        boolean typed = kind.isTextual() && KINDS.contains(kind.textValue());
        for (String carrier : CARRIERS) {
            if (attribute.has(carrier) && (typed || !attribute.has("type"))) {
                JsonNode value = attribute.get(carrier);
                boolean nested = value.isObject() && value.size() == 2 && value.has("@type") && value.has("@value");
                return nested ? value.get("@value") : value;
            }
        }
        return attribute;
    }
}
