// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Follows {@code $ref} within a contract's schema and into the schemas that it pins. */
final class References {
    /** Most nodes of a schema with every reference written out. */
    private static final int NODE_LIMIT = 200_000;

    private final JsonSpot schema;
    private final Optional<JsonSpot> tighten;
    private final Pins pins;

    References(JsonSpot schema, Optional<JsonSpot> tighten, Pins pins) {
        this.schema = schema;
        this.tighten = tighten;
        this.pins = pins;
    }

    /**
     * Where a reference leads; empty for an anchor, which is left to the validator.
     *
     * @throws IllegalArgumentException for one that leads nowhere
     */
    Optional<JsonSpot> follow(JsonSpot ref) {
        String text = ref.text();
        JsonSpot root = document(ref, text);
        String fragment = text.indexOf('#') < 0 ? "" : text.substring(text.indexOf('#') + 1);
        if (!fragment.isEmpty() && fragment.charAt(0) != '/') {
            return Optional.empty();
        }
        String pointer = URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        JsonNode target = root.node().at(JsonPointer.compile(pointer));
        if (target.isMissingNode()) {
            throw ref.wrongValue("leads nowhere");
        }
        return Optional.of(new JsonSpot(root.file(), pointer, target));
    }

    private JsonSpot document(JsonSpot ref, String text) {
        JsonSpot here = root(ref.file());
        String bare = Pins.bare(text);
        if (bare.isEmpty()) {
            return here;
        }
        String address = resolve(here.find("$id").map(JsonSpot::text).orElse(""), bare);
        boolean own = schema.find("$id")
                .map(JsonSpot::text)
                .filter(id -> Pins.bare(id).equals(address))
                .isPresent();
        return own ? schema : pins.at(address);
    }

    private static String resolve(String base, String reference) {
        try {
            return base.isEmpty()
                    ? reference
                    : URI.create(base).resolve(reference).toString();
        } catch (IllegalArgumentException e) {
            return reference;
        }
    }

    /** The file's whole document. */
    private JsonSpot root(String file) {
        if (file.equals(ContractFiles.OVERLAY) && tighten.isPresent()) {
            return tighten.get();
        }
        return pins.all().values().stream()
                .filter(spot -> spot.file().equals(file))
                .findFirst()
                .orElse(schema);
    }

    /**
     * A schema with every reference written out, as {@code allOf}; a reference that leads back into itself stays.
     *
     * @throws IllegalArgumentException where that would be too large
     */
    JsonNode writtenOut(JsonSpot spot) {
        return new Writer().write(spot);
    }

    private final class Writer {
        private final Deque<String> open = new ArrayDeque<>();
        private int nodes;

        JsonNode write(JsonSpot spot) {
            if (++nodes > NODE_LIMIT) {
                throw spot.wrong("more than " + NODE_LIMIT + " nodes with every $ref written out");
            }
            if (spot.node().isArray()) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                spot.elements().forEach(element -> array.add(write(element)));
                return array;
            }
            return spot.node().isObject() ? object(spot) : spot.node();
        }

        private JsonNode object(JsonSpot spot) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (String name : spot.names()) {
                object.set(name, write(spot.at(name)));
            }
            Optional<JsonSpot> ref =
                    spot.find("$ref").filter(found -> found.node().isTextual());
            Optional<JsonSpot> target = ref.flatMap(References.this::follow);
            if (target.isPresent()) {
                String key = target.get().file() + '#' + target.get().pointer();
                if (!open.contains(key)) {
                    open.push(key);
                    object.remove("$ref");
                    ArrayNode all = object.withArrayProperty("allOf");
                    all.add(write(target.get()));
                    open.pop();
                }
            }
            return object;
        }
    }
}
