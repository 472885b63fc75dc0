// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A version of a contract as it is held beside another one: its schema with every reference written out, and what the
 * overlay makes of it, as schemas that hold beside it.
 */
final class Edition {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    final CompiledContract compiled;
    final Overlay overlay;
    /** Schemas that all hold. */
    final List<JsonNode> schemas = new ArrayList<>();

    private Edition(CompiledContract compiled) {
        this.compiled = compiled;
        ContractFiles files = compiled.files;
        JsonSpot schema = JsonSpot.parse(ContractFiles.SCHEMA, files.require(ContractFiles.SCHEMA));
        overlay = Overlay.read(JsonSpot.parse(ContractFiles.OVERLAY, files.require(ContractFiles.OVERLAY)));
        References references = new References(schema, overlay.tighten(), Pins.read(files));
        schemas.add(references.writtenOut(schema));
        overlay.tighten().ifPresent(tighten -> schemas.add(references.writtenOut(tighten)));
        schemas.add(use());
        if (hasReference(schemas)) {
            schemas.add(opaque(files));
        }
    }

    static Edition of(CompiledContract compiled) {
        return new Edition(compiled);
    }

    /** The unit of each column, as messages state it. */
    Map<String, String> units() {
        Map<String, String> units = new TreeMap<>();
        compiled.contract.attributes().forEach(attribute -> units.put(attribute.name(), attribute.unitCode()));
        return units;
    }

    /** What the overlay's use of the members asks of them. */
    private JsonNode use() {
        ObjectNode use = NODES.objectNode();
        ObjectNode members = use.putObject("properties");
        members.putObject("id").put("type", "string");
        members.putObject("type").put("const", overlay.entityType());
        members.putObject(overlay.time().text()).put("type", "string").put("format", "date-time");
        for (Overlay.Column column : overlay.columns()) {
            ObjectNode number = members.putObject(column.name().text());
            number.putArray("type").add("number").add("null");
            column.spot().find("minimum").ifPresent(bound -> number.set("minimum", bound.node()));
            column.spot().find("maximum").ifPresent(bound -> number.set("maximum", bound.node()));
        }
        overlay.texts().forEach(text -> members.putObject(text.text())
                .putArray("type")
                .add("string")
                .add("null"));
        use.putArray("required").add("id").add("type");
        if (overlay.closed()) {
            Set<String> declared = new LinkedHashSet<>();
            for (Property property : compiled.properties) {
                declared.add(property.name);
                if (!members.has(property.name)) {
                    members.putObject(property.name);
                }
            }
            use.put("additionalProperties", false);
        }
        return use;
    }

    /** Whether a reference could not be written out: it leads back into itself, or to an anchor. */
    private static boolean hasReference(Iterable<JsonNode> nodes) {
        for (JsonNode node : nodes) {
            if (node.path("$ref").isTextual() || node.has("$dynamicRef") || hasReference(node)) {
                return true;
            }
        }
        return false;
    }

    /** Says nothing, but equals only that of a version whose files are the same. */
    private static JsonNode opaque(ContractFiles files) {
        ObjectNode opaque = NODES.objectNode();
        ObjectNode digests = opaque.putObject("dependencies");
        new TreeMap<>(files.files())
                .forEach((file, bytes) -> digests.putArray(file).add(Pins.digest(bytes)));
        return opaque;
    }
}
