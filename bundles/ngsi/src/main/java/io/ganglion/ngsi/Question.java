// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.ngsi.form.Condition;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.QueryLanguage;
import io.ganglion.ngsi.form.SafePattern;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Selection.Selector;
import io.ganglion.ngsi.form.Terms;
import io.ganglion.ngsi.form.Times;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which entities are asked for, from a URL or from a Query or Subscription in a body. */
public final class Question {

    private static final int LIST_LIMIT = 256;
    private static final int URI_LIMIT = 1_024;

    private Question() {}

    static Selection of(Parameters parameters, Terms terms) {
        Set<String> ids = new LinkedHashSet<>(parameters.list("id"));
        ids.forEach(Question::requireUri);
        Optional<SafePattern> idPattern = parameters.find("idPattern").map(SafePattern::of);
        Set<String> types = types(parameters.text("type"), terms);
        Set<String> attributes = expanded(parameters.list("attrs"), terms);
        Optional<Condition> condition = parameters.find("q").map(q -> QueryLanguage.read(q, terms));
        List<Selector> selectors = ids.isEmpty() && idPattern.isEmpty() && types.isEmpty()
                ? List.of()
                : List.of(new Selector(ids, idPattern, types));
        if (selectors.isEmpty() && attributes.isEmpty() && condition.isEmpty()) {
            throw Problem.badData("say which entities: one of type, id, idPattern, attrs or q is needed");
        }
        return new Selection(selectors, attributes, condition);
    }

    /**
     * The members {@code entities}, {@code q} and one that lists attributes.
     *
     * @param attributes the name of that member
     */
    public static Selection of(JsonNode body, String attributes, Terms terms) {
        for (String name : List.of("geoQ", "scopeQ", "csf")) {
            if (body.has(name)) {
                throw Problem.unsupported(
                        "this node keeps neither places, scopes nor other sources: " + name + " is not supported");
            }
        }
        List<Selector> selectors = new ArrayList<>();
        for (JsonNode one : array(body, "entities")) {
            selectors.add(selector(one, terms));
        }
        Optional<Condition> condition = text(body, "q").map(q -> QueryLanguage.read(q, terms));
        return new Selection(selectors, expanded(texts(body, attributes), terms), condition);
    }

    private static Selector selector(JsonNode one, Terms terms) {
        Set<String> ids = new LinkedHashSet<>();
        if (one.path("id").isArray()) {
            ids.addAll(texts(one, "id"));
        } else {
            text(one, "id").ifPresent(ids::add);
        }
        ids.forEach(Question::requireUri);
        Selector selector = new Selector(
                ids,
                text(one, "idPattern").map(SafePattern::of),
                text(one, "type").map(type -> types(type, terms)).orElse(Set.of()));
        if (selector.types().isEmpty() && ids.isEmpty() && selector.idPattern().isEmpty()) {
            throw Problem.badData("each of entities names a type, an id or an idPattern");
        }
        return selector;
    }

    /** {@code Pump,Host} or {@code (Pump|Host)}: an entity of this node has one type, so a conjunction fits none. */
    private static Set<String> types(String text, Terms terms) {
        if (text.isEmpty()) {
            return Set.of();
        }
        if (text.indexOf(';') >= 0) {
            throw Problem.unsupported("an entity of this node has one type; ';' in type asks for several at once: type="
                    + Times.shortened(text));
        }
        String bare = text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
        return expanded(List.of(bare.split("[,|]", LIST_LIMIT)), terms);
    }

    static Set<String> expanded(Collection<String> names, Terms terms) {
        return names.stream()
                .map(name -> {
                    if (name.isBlank()
                            || name.length() > URI_LIMIT
                            || name.chars().anyMatch(c -> c < ' ' || "<>\"{}()".indexOf(c) >= 0)) {
                        throw Problem.badData("not a name: " + Times.shortened(name));
                    }
                    return terms.expand(name.strip());
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Refuses what cannot be an id. */
    public static void requireUri(String id) {
        try {
            if (id.length() <= URI_LIMIT && new URI(id).isAbsolute()) {
                return;
            }
        } catch (URISyntaxException e) {
            // Told below, as for a name without a scheme.
        }
        throw Problem.badData("an id is a URI like urn:ngsi-ld:Pump:pump-7: " + Times.shortened(id));
    }

    /** Refuses a body of another type. */
    public static void requireType(JsonNode body, String type) {
        String given = text(body, "type").orElse("");
        if (!given.equals(type)) {
            throw Problem.badData("the body's type must be " + type + ": " + Times.shortened(given));
        }
    }

    static JsonNode array(JsonNode body, String name) {
        JsonNode array = body.path(name);
        if (array.isMissingNode()) {
            return array;
        }
        if (!array.isArray() || array.isEmpty() || array.size() > LIST_LIMIT) {
            throw Problem.badData(name + " is an array of 1 to " + LIST_LIMIT);
        }
        return array;
    }

    public static List<String> texts(JsonNode body, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : array(body, name)) {
            if (!one.isTextual()) {
                throw Problem.badData(name + " is an array of texts: " + Times.shortened(one.toString()));
            }
            texts.add(one.textValue());
        }
        return texts;
    }

    /** A member that is a text, where there is one. */
    public static Optional<String> text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Problem.badData(name + " must be a text: " + Times.shortened(value.toString()));
        }
        return Optional.of(value.textValue());
    }
}
