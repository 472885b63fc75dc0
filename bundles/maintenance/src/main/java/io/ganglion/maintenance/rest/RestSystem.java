// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.TicketDraft;
import io.ganglion.maintenance.hook.HookGate;
import io.ganglion.maintenance.wire.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A maintenance system as its template describes it. A ticket is looked for by its key before it is made and again after,
 * whatever became of the answer; of two with one key the oldest is ours. Called by one thread at a time.
 */
public final class RestSystem implements MaintenanceSystem {
    private static final int PAGES = 20;

    private final Settings settings;
    private final Template template;
    private final Caller caller;
    private final TicketReader reader;
    private final Optional<HookGate> gate;
    private final Troubles troubles = new Troubles();
    private boolean probed;

    public RestSystem(Settings settings, Clock clock) throws IOException {
        this.settings = settings;
        template = Template.read(settings.template(), settings.own());
        caller = new Caller(template, settings);
        Map<String, String> words = new HashMap<>(template.settings());
        words.put("url", settings.wire().base().toString());
        reader = new TicketReader(
                template, new Filling(words), settings.zone(), settings.states(), troubles::unknownState);
        gate = settings.hook().map(secret -> Gates.of(template, settings, secret, clock));
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String trouble() {
        return Stream.of(troubles.text(), gate.map(HookGate::trouble).orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Where this system's webhooks come in; empty where none are taken. */
    public Optional<HookGate> gate() {
        return gate;
    }

    /** A call, whose end decides what trouble says. */
    private interface Attempt<T> {
        T run() throws MaintenanceException;
    }

    private <T> T tried(Attempt<T> attempt) throws MaintenanceException {
        try {
            probe();
            T done = attempt.run();
            troubles.well();
            return done;
        } catch (MaintenanceException e) {
            probed = false;
            troubles.failed(e.getMessage());
            throw e;
        }
    }

    /** Some answer a wrong key as if nothing were there, which would look like a ticket that is to be made. */
    private void probe() throws MaintenanceException {
        Optional<Template.Request> probe = probed ? Optional.empty() : template.optional("probe");
        if (probe.isPresent()) {
            caller.json(caller.send(probe.get(), Map.of()));
        }
        probed = true;
    }

    @Override
    public Ticket create(TicketDraft draft) throws MaintenanceException {
        return tried(() -> {
            Optional<Ticket> before = search(draft.key());
            return before.isPresent() ? before.get() : make(draft);
        });
    }

    private Ticket make(TicketDraft draft) throws MaintenanceException {
        String id;
        Optional<Instant> made;
        try {
            Answer answer = caller.send(template.request("create"), words(draft));
            if (answer.status() == 409) {
                return search(draft.key()).orElseThrow(() -> conflict(answer));
            }
            JsonNode json = caller.json(answer);
            id = template.spot(template.part("create").path("id")).text(json);
            made = reader.created(
                    template.spot(template.part("create").path("item")).in(json));
        } catch (MaintenanceException e) {
            if (!e.again()) {
                throw e;
            }
            // Perhaps it was made and only its answer was lost.
            return lost(draft.key(), e);
        }
        // Looked for again: another node, or a call before this one, may have been as quick.
        Optional<Ticket> found = search(draft.key());
        if (found.isPresent()) {
            return found.get().now().isPresent() ? found.get() : clocked(found.get(), made);
        }
        return fetch(id)
                .orElseThrow(() -> MaintenanceException.later(
                        name() + " says that it made ticket " + id + " and shows it to nobody yet", (Throwable) null));
    }

    /** A server without a Date tells its clock by when it made the ticket just now. */
    private static Ticket clocked(Ticket one, Optional<Instant> made) {
        return new Ticket(
                one.id(),
                one.key(),
                one.page(),
                one.state(),
                one.assignee(),
                one.acknowledged(),
                one.resolved(),
                one.cause(),
                one.text(),
                one.verdict(),
                made);
    }

    private MaintenanceException conflict(Answer answer) {
        try {
            answer.check();
        } catch (MaintenanceException e) {
            return e;
        }
        return MaintenanceException.refused(answer.from() + " answered a conflict");
    }

    private Ticket lost(String key, MaintenanceException why) throws MaintenanceException {
        try {
            return search(key).orElseThrow(() -> why);
        } catch (MaintenanceException e) {
            if (e != why) {
                why.addSuppressed(e);
            }
            throw why;
        }
    }

    @Override
    public Optional<Ticket> read(String id) throws MaintenanceException {
        return tried(() -> fetch(id));
    }

    private Optional<Ticket> fetch(String id) throws MaintenanceException {
        Answer answer = caller.send(template.request("read"), Map.of("id", id));
        if (answer.gone()) {
            return Optional.empty();
        }
        JsonNode item = template.spot(template.part("read").path("item")).in(caller.json(answer));
        return reader.read(item, answer.date());
    }

    @Override
    public Optional<Ticket> find(String key) throws MaintenanceException {
        return tried(() -> search(key));
    }

    private Optional<Ticket> search(String key) throws MaintenanceException {
        String there = reader.keyThere(key);
        Answer answer = caller.send(template.request("find"), Map.of("key", key));
        JsonNode items = items(answer, "find");
        List<JsonNode> ours = new ArrayList<>();
        for (JsonNode item : items) {
            if (!reader.key(item).equalsIgnoreCase(there)) {
                throw MaintenanceException.refused(answer.from() + " was asked for the key " + there
                        + " and answered ticket " + reader.id(item)
                        + ", which has another: let that field be searched for"
                        + " (in Redmine: used as a filter)");
            }
            ours.add(item);
        }
        ours.sort(Comparator.comparing((JsonNode item) -> reader.created(item).orElse(Instant.MAX))
                .thenComparing(item -> reader.id(item).length())
                .thenComparing(reader::id));
        troubles.several(key, ours.stream().map(reader::id).toList());
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        return detailed() ? fetch(reader.id(ours.get(0))) : reader.read(ours.get(0), answer.date());
    }

    private boolean detailed() {
        return template.part("read").path("detail").asBoolean();
    }

    private JsonNode items(Answer answer, String part) throws MaintenanceException {
        JsonNode items = template.spot(template.part(part).path("items")).in(caller.json(answer));
        if (!items.isArray()) {
            throw MaintenanceException.refused(answer.from() + " answered no list of tickets where one was due");
        }
        return items;
    }

    @Override
    public Optional<List<Ticket>> changedSince(Instant since) throws MaintenanceException {
        return tried(() -> {
            Optional<Template.Request> request = template.optional("changed");
            return request.isEmpty() ? Optional.empty() : changed(request.get(), since);
        });
    }

    private Optional<List<Ticket>> changed(Template.Request request, Instant since) throws MaintenanceException {
        int size = template.part("changed").path("page").asInt(100);
        List<Ticket> changed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int page = 0; page < PAGES; page++) {
            Answer answer = caller.send(
                    request,
                    Map.of(
                            "since", since.truncatedTo(ChronoUnit.SECONDS).toString(),
                            "offset", Integer.toString(page * size)));
            JsonNode items = items(answer, "changed");
            for (JsonNode item : items) {
                if (!reader.key(item).isEmpty() && seen.add(reader.id(item))) {
                    (detailed() ? fetch(reader.id(item)) : reader.read(item, answer.date())).ifPresent(changed::add);
                }
            }
            if (items.size() < size) {
                return Optional.of(changed);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close(String id, String cause, String text) throws MaintenanceException {
        tried(() -> {
            Ticket ticket = fetch(id)
                    .orElseThrow(() -> MaintenanceException.refused(
                            name() + " has no ticket " + id + " any more: nothing to close"));
            if (ticket.state() != Ticket.State.RESOLVED && ticket.state() != Ticket.State.REJECTED) {
                for (Template.Request request : template.closing()) {
                    caller.json(caller.send(
                            request,
                            Map.of(
                                    "id",
                                    id,
                                    "cause",
                                    cause,
                                    "text",
                                    text,
                                    "now",
                                    Instant.now().toString())));
                }
            }
            return ticket;
        });
    }

    private Map<String, String> words(TicketDraft draft) {
        Map<String, String> words = new HashMap<>();
        words.put("key", draft.key());
        words.put("asset", draft.asset());
        words.put("urn", draft.assetUrn());
        words.put(
                "equipment",
                settings.equipment()
                        .getOrDefault(draft.assetUrn(), settings.equipment().getOrDefault(draft.asset(), "")));
        String severity = draft.severity().name();
        words.put(
                "severity",
                settings.priorities()
                        .getOrDefault(
                                severity,
                                template.part("severities").path(severity).asText(severity)));
        words.put("title", draft.title());
        words.put("description", draft.description());
        words.put("model", draft.model());
        words.put("evidence", draft.evidence().map(Object::toString).orElse(""));
        words.put("at", draft.at().truncatedTo(ChronoUnit.SECONDS).toString());
        return words;
    }
}
