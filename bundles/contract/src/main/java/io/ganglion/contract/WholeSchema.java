// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private final List<JsonSchema> schemas;
    private final String time;
    private final Set<String> texts;

    private WholeSchema(List<JsonSchema> schemas, String time, Set<String> texts) {
        this.schemas = schemas;
        this.time = time;
        this.texts = texts;
    }

    /** @param texts members whose schema knows no object */
    static WholeSchema compile(JsonSpot schema, Overlay overlay, Pins pins, Set<String> texts) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(
                        loaders -> loaders.values(List::clear).add(iri -> load(pins, iri))));
        List<JsonSchema> schemas = new ArrayList<>();
        schemas.add(compile(factory, schema));
        overlay.tighten().ifPresent(tighten -> schemas.add(compile(factory, tighten)));
        return new WholeSchema(schemas, overlay.time().text(), texts);
    }

    private static JsonSchema compile(JsonSchemaFactory factory, JsonSpot spot) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .build();
        try {
            JsonSchema schema = factory.getSchema(Dialect.of(spot.node()), config);
            schema.initializeValidators();
            return schema;
        } catch (JsonSchemaException e) {
            throw new IllegalArgumentException(spot.file() + ": " + e.getMessage(), e);
        }
    }

    private static InputStreamSource load(Pins pins, AbsoluteIri iri) {
        byte[] bytes = Dialect.of(pins.at(iri.toString()).node()).toString().getBytes(StandardCharsets.UTF_8);
        return () -> new ByteArrayInputStream(bytes);
    }

    /**
     * Throws a {@link Refusal} where the schema does.
     *
     * @param standIn the time that stands in for one that the document does not state itself; empty where it does
     */
    void check(byte[] body, String standIn) {
        JsonNode document = parse(body);
        try {
            int languages = Flattened.languages(document, texts);
            for (int language = 0; language < languages; language++) {
                check(Flattened.of(document, texts, language), standIn);
            }
        } catch (Refusal refusal) {
            throw refusal.at(path -> Places.offset(body, path));
        }
    }

    private void check(Flattened flat, String standIn) {
        if (!standIn.isEmpty()) {
            flat.document().put(time, standIn);
        }
        blame(flat.document()).ifPresent(blame -> {
            throw new Refusal(Reason.SCHEMA, flat.sent(blame.pointer()), -1, blame.words());
        });
    }

    /** The same for a document that is in key-values form already. */
    void check(JsonNode flat) {
        blame(flat).ifPresent(blame -> {
            throw new Refusal(Reason.SCHEMA, blame.pointer(), -1, blame.words());
        });
    }

    private Optional<Blame> blame(JsonNode document) {
        for (JsonSchema schema : schemas) {
            Set<ValidationMessage> messages = schema.validate(document);
            if (!messages.isEmpty()) {
                return Optional.of(Blame.of(messages));
            }
        }
        return Optional.empty();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("the compiled form read what Jackson does not: " + e.getMessage(), e);
        }
    }
}
