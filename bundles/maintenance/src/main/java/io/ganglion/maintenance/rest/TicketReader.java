// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.Ticket.State;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes a ticket of what a system answered, by the template's part {@code ticket}. */
final class TicketReader {
    private static final int LONGEST_ID = 200;

    private final Template template;
    private final JsonNode part;
    private final ZoneId zone;
    private final Map<String, State> states = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Filling filling;
    private final Consumer<String> unknownState;

    /**
     * Reads by a template.
     *
     * @param zone of times that name none
     * @param more words for states, which go before the template's
     * @param unknownState hears a word that is in neither
     */
    TicketReader(
            Template template, Filling filling, ZoneId zone, Map<String, String> more, Consumer<String> unknownState) {
        this.template = template;
        this.filling = filling;
        this.zone = zone;
        this.unknownState = unknownState;
        part = template.part("ticket");
        part.path("states")
                .fields()
                .forEachRemaining(
                        one -> states.put(one.getKey(), state(one.getValue().asText())));
        more.forEach((word, ours) -> states.put(word, state(ours)));
    }

    private static State state(String word) {
        try {
            return State.valueOf(word.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a state is one of OPEN ACKNOWLEDGED IN_PROGRESS RESOLVED REJECTED: " + word, e);
        }
    }

    String id(JsonNode item) {
        String id = text(item, "id");
        return id.length() <= LONGEST_ID ? id : "";
    }

    /** Its key as the system has it, which may be a form of ours. */
    String key(JsonNode item) {
        return text(item, "key");
    }

    /** How a draft's key looks in the system. */
    String keyThere(String key) {
        return part.has("key_form") ? Form.of(part.path("key_form").asText()).apply(key) : key;
    }

    Optional<Instant> created(JsonNode item) {
        return Times.of(text(item, "created"), zone);
    }

    /** The ticket; an item that has no id is none. */
    Optional<Ticket> read(JsonNode item, Optional<Instant> now) {
        String id = id(item);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String assignee = text(item, "assignee");
        Optional<Instant> resolved = resolved(item);
        State state = state(item, assignee, resolved);
        boolean over = state == State.RESOLVED || state == State.REJECTED;
        return Optional.of(new Ticket(
                id,
                key(item),
                page(id),
                state,
                assignee,
                state == State.OPEN ? Optional.empty() : Times.of(text(item, "acknowledged"), zone),
                over ? resolved : Optional.empty(),
                text(item, "cause"),
                text(item, "text"),
                text(item, "verdict"),
                now));
    }

    private State state(JsonNode item, String assignee, Optional<Instant> resolved) {
        String word = text(item, "state");
        State known = states.get(word);
        if (known == State.OPEN && !assignee.isEmpty()) {
            return State.ACKNOWLEDGED;
        }
        if (known != null) {
            return known;
        }
        unknownState.accept(word);
        return resolved.isPresent() ? State.RESOLVED : assignee.isEmpty() ? State.OPEN : State.ACKNOWLEDGED;
    }

    private Optional<Instant> resolved(JsonNode item) {
        JsonNode spec = part.path("resolved");
        if (spec.has("day")) {
            return Times.dayWithin(at(item, spec, "day"), at(item, spec, "within"), zone);
        }
        if (spec.has("date")) {
            return Times.ofParts(at(item, spec, "date"), at(item, spec, "time"), at(item, spec, "zone"), zone);
        }
        return Times.of(text(item, "resolved"), zone);
    }

    private Optional<URI> page(String id) {
        String place = template.part("page").asText("");
        if (place.isEmpty()) {
            return Optional.empty();
        }
        String url = filling.text("{url}");
        return Optional.of(URI.create(filling.with(Map.of("id", id, "url", ""))
                .path(place.replace("{url}", ""))
                .transform(rest -> (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + rest)));
    }

    private String at(JsonNode item, JsonNode spec, String name) {
        JsonNode where = spec.path(name);
        if (!where.isObject()) {
            return first(item, template.spots(where));
        }
        // Between two marks in a text, for systems that have no field for it.
        String whole = first(item, template.spots(where.path("at")));
        String mark = where.path("after").asText();
        int from = whole.indexOf(mark);
        int until = from < 0 ? -1 : whole.indexOf(where.path("before").asText(), from + mark.length());
        return until < 0 ? "" : whole.substring(from + mark.length(), until);
    }

    private String text(JsonNode item, String name) {
        return at(item, part, name);
    }

    private static String first(JsonNode item, List<Spot> spots) {
        return spots.stream()
                .map(spot -> spot.text(item))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }
}
