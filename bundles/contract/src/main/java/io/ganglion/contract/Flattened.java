// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A document in key-values form, which is what a schema speaks of, and the way back to the form in which it was sent.
 *
 * @param carriers by member, the path within the sent attribute that leads to its value; absent for a bare value
 */
record Flattened(ObjectNode document, Map<String, String> carriers) {
    private static final Set<String> KINDS = Set.of(
            "Property",
            "Relationship",
            "GeoProperty",
            "LanguageProperty",
            "VocabProperty",
            "JsonProperty",
            "ListProperty",
            "ListRelationship");

    /** The types of NGSI v2, whose normalised form published examples still have; {@code value} carries all of them. */
    static final Set<String> OLD_KINDS = Set.of(
            "Text",
            "Number",
            "Integer",
            "Float",
            "Boolean",
            "DateTime",
            "URL",
            "StructuredValue",
            "Array",
            "Object",
            "None",
            "geo:json",
            "geo:point",
            "PostalAddress");

    private static final String LANGUAGE_MAP = "languageMap";

    /** The members of an NGSI-LD attribute that hold its value. */
    private static final List<String> CARRIERS =
            List.of("value", "object", LANGUAGE_MAP, "vocab", "json", "valueList", "objectList", "@value");

    /** Most languages of one text. */
    private static final int LANGUAGES = 32;

    /**
     * The document, of each text in several languages one.
     *
     * @param texts members whose schema knows no object: of a language map each text is a value of its own
     * @param language which of them, from 0 on; the last one where a text has fewer
     */
    static Flattened of(JsonNode document, Set<String> texts, int language) {
        Flattened flat = new Flattened(JsonNodeFactory.instance.objectNode(), new HashMap<>());
        document.fields().forEachRemaining(member -> {
            if (!"@context".equals(member.getKey())) {
                flat.add(member.getKey(), member.getValue(), texts.contains(member.getKey()) ? language : -1);
            }
        });
        return flat;
    }

    /** In how many languages the most translated text comes, at least 1. */
    static int languages(JsonNode document, Set<String> texts) {
        int most = 1;
        for (String text : texts) {
            int languages = document.path(text).path(LANGUAGE_MAP).size();
            if (languages > LANGUAGES) {
                String path = "/" + Trail.token(text) + "/" + LANGUAGE_MAP;
                throw new Refusal(
                        Reason.SCHEMA, path, -1, text + " must have at most " + LANGUAGES + " languages: " + languages);
            }
            most = Math.max(most, languages);
        }
        return most;
    }

    private void add(String name, JsonNode attribute, int language) {
        String carrier = carrier(attribute);
        if (language >= 0 && carrier.equals("/" + LANGUAGE_MAP)) {
            List<String> languages = new ArrayList<>();
            attribute.path(LANGUAGE_MAP).fieldNames().forEachRemaining(languages::add);
            carrier += "/" + Trail.token(languages.get(Math.min(language, languages.size() - 1)));
        }
        document.set(name, attribute.at(carrier));
        if (!carrier.isEmpty()) {
            carriers.put(name, carrier);
            checkTime(name, attribute.path("observedAt"));
        } else if (attribute.has("type") && (attribute.has("value") || attribute.has("object"))) {
            throw new Refusal(
                    Reason.WRONG_TYPE,
                    "/" + Trail.token(name) + "/type",
                    -1,
                    name + " must be one of the attribute types " + new TreeSet<>(KINDS) + ": "
                            + Refusal.quote(attribute.get("type").toString()));
        }
    }

    /** The compiled form checks it where it knows the attribute; objects and lists come by here. */
    private static void checkTime(String name, JsonNode time) {
        byte[] text = time.asText().getBytes(StandardCharsets.UTF_8);
        if (!time.isMissingNode()
                && (!time.isTextual() || new Timestamps().parse(text, 0, text.length) == Timestamps.INVALID)) {
            throw new Refusal(
                    Reason.BAD_TIME,
                    "/" + Trail.token(name) + "/observedAt",
                    -1,
                    "observedAt must be a date and time by RFC 3339, to the nanosecond at most: "
                            + Refusal.quote(time.toString()));
        }
    }

    private static String carrier(JsonNode attribute) {
        if (!attribute.isObject()) {
            return "";
        }
        JsonNode kind = attribute.path("type");
        boolean typed = kind.isTextual() && KINDS.contains(kind.textValue());
        boolean old = kind.isTextual() && OLD_KINDS.contains(kind.textValue());
        for (String carrier : CARRIERS) {
            boolean carries = typed || !attribute.has("type") || old && "value".equals(carrier);
            if (attribute.has(carrier) && carries) {
                JsonNode value = attribute.get(carrier);
                boolean nested = value.isObject() && value.size() == 2 && value.has("@type") && value.has("@value");
                return "/" + carrier + (nested ? "/@value" : "");
            }
        }
        return "";
    }

    /** Where a spot of the key-values form stands in the document as it was sent. */
    String sent(String pointer) {
        if (pointer.isEmpty()) {
            return pointer;
        }
        int end = pointer.indexOf('/', 1) < 0 ? pointer.length() : pointer.indexOf('/', 1);
        String name = pointer.substring(1, end).replace("~1", "/").replace("~0", "~");
        return pointer.substring(0, end) + carriers.getOrDefault(name, "") + pointer.substring(end);
    }
}
