// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts words into a template's places, {@code {name}} or {@code {name:form}}. In JSON they are put into the tree and never
 * into its text, so no word can break out of its place: {@code "{#name}"} becomes a number, {@code "{?name}"} leaves the
 * member out where the word is empty, and so does a member {@code "?": "name"} with the object that holds it.
 */
final class Filling {
    /** A place. */
    static final Pattern PLACE = Pattern.compile("\\{([#?]{0,2})([a-z][a-z_]*)(?::([a-z0-9]+))?}");

    private final Map<String, String> words;

    Filling(Map<String, String> words) {
        this.words = words;
    }

    /** With more words. */
    Filling with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(words);
        all.putAll(more);
        return new Filling(all);
    }

    /** As it is. */
    String text(String template) {
        return fill(template, UnaryOperator.identity());
    }

    /** Each word encoded for a URL. */
    String path(String template) {
        return fill(template, Filling::encoded);
    }

    static String encoded(String word) {
        if (word.equals(".") || word.equals("..")) {
            throw new IllegalArgumentException("that is no id: " + word);
        }
        return URLEncoder.encode(word, UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    private String fill(String template, UnaryOperator<String> coat) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(coat.apply(word(place.group(2), place.group(3)))));
    }

    private String word(String name, String form) {
        String word = words.get(name);
        if (word == null) {
            throw new IllegalArgumentException("the template has a place {" + name + "}, and nothing fills it");
        }
        return form == null ? word : Form.of(form).apply(word);
    }

    /** A tree with its places filled. */
    JsonNode json(JsonNode template) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (template.isTextual()) {
            return leaf(template.textValue());
        }
        if (template.isArray()) {
            ArrayNode array = nodes.arrayNode();
            template.forEach(one -> {
                if (wanted(one)) {
                    array.add(json(one));
                }
            });
            return array;
        }
        if (template.isObject()) {
            ObjectNode object = nodes.objectNode();
            template.fields().forEachRemaining(member -> {
                if (!member.getKey().equals("?") && wanted(member.getValue())) {
                    object.set(text(member.getKey()), json(member.getValue()));
                }
            });
            return object;
        }
        return template;
    }

    private boolean wanted(JsonNode node) {
        if (node.isObject() && node.has("?")) {
            return !word(node.path("?").asText(), null).isEmpty();
        }
        Matcher place = PLACE.matcher(node.asText());
        return !(node.isTextual()
                && place.matches()
                && place.group(1).contains("?")
                && word(place.group(2), null).isEmpty());
    }

    private JsonNode leaf(String template) {
        Matcher place = PLACE.matcher(template);
        String filled = text(template);
        if (!place.matches() || !place.group(1).contains("#")) {
            return JsonNodeFactory.instance.textNode(filled);
        }
        if (!filled.matches("-?\\d{1,18}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException(place.group(2) + " must be a number: " + filled);
        }
        return JsonNodeFactory.instance.numberNode(new BigDecimal(filled));
    }
}
