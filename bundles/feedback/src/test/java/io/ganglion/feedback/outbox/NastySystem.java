// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.Ticket.State;
import io.ganglion.api.maintenance.TicketDraft;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A ticket system that keeps the SPI's promise, and no other: it is away, busy, refuses, does what it is asked and loses the
 * answer, breaks in the middle, forgets tickets, and its clock is wrong.
 */
final class NastySystem implements MaintenanceSystem {
    final Map<String, Ticket> tickets = new LinkedHashMap<>();
    final List<String> created = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    private final Clock clock;
    private final SplittableRandom random;
    /** Of a call, that it does not do what it should. */
    double nastiness;

    boolean refusing;
    boolean lists = true;
    Duration off = Duration.ZERO;
    int calls;

    NastySystem(Clock clock, long seed) {
        this.clock = clock;
        random = new SplittableRandom(seed);
    }

    @Override
    public String name() {
        return "redmine";
    }

    @Override
    public String trouble() {
        return "";
    }

    private void before() throws MaintenanceException {
        calls++;
        if (refusing) {
            throw MaintenanceException.refused("HTTP 422 tracker is unknown. Set tracker");
        }
        if (random.nextDouble() < nastiness) {
            switch (random.nextInt(3)) {
                case 0 -> throw MaintenanceException.later("connection refused", (Throwable) null);
                case 1 -> throw MaintenanceException.later("HTTP 429", Duration.ofSeconds(random.nextInt(60)));
                default -> throw new IllegalStateException("a bug in the connector");
            }
        }
    }

    /** It was done; whether anybody hears of it is another matter. */
    private <T> T after(T answer) throws MaintenanceException {
        if (random.nextDouble() < nastiness) {
            throw MaintenanceException.later("timed out after 10 s", (Throwable) null);
        }
        return answer;
    }

    @Override
    public Ticket create(TicketDraft draft) throws MaintenanceException {
        before();
        Optional<Ticket> there = byKey(draft.key());
        if (there.isEmpty()) {
            String id = Integer.toString(created.size() + 1);
            created.add(draft.key());
            tickets.put(id, ticket(id, draft.key(), State.OPEN, "", Optional.empty(), "", "", ""));
        }
        return after(byKey(draft.key()).orElseThrow());
    }

    private Optional<Ticket> byKey(String key) {
        return tickets.values().stream()
                .filter(ticket -> ticket.key().equals(key))
                .map(this::now)
                .findFirst();
    }

    private Ticket now(Ticket ticket) {
        return ticket(
                ticket.id(),
                ticket.key(),
                ticket.state(),
                ticket.assignee(),
                ticket.resolved(),
                ticket.cause(),
                ticket.text(),
                ticket.verdict());
    }

    Ticket ticket(
            String id,
            String key,
            State state,
            String assignee,
            Optional<Instant> resolved,
            String cause,
            String text,
            String verdict) {
        return new Ticket(
                id,
                key,
                Optional.empty(),
                state,
                assignee,
                Optional.empty(),
                resolved,
                cause,
                text,
                verdict,
                Optional.of(clock.instant().plus(off)));
    }

    /** Somebody does it there. */
    void close(String id, String cause, String text, String verdict) {
        Ticket old = tickets.get(id);
        tickets.put(
                id,
                ticket(
                        id,
                        old.key(),
                        State.RESOLVED,
                        "carl",
                        Optional.of(clock.instant().plus(off)),
                        cause,
                        text,
                        verdict));
    }

    @Override
    public Optional<Ticket> read(String id) throws MaintenanceException {
        before();
        return after(Optional.ofNullable(tickets.get(id)).map(this::now));
    }

    @Override
    public Optional<Ticket> find(String key) throws MaintenanceException {
        before();
        return after(byKey(key));
    }

    @Override
    public Optional<List<Ticket>> changedSince(Instant since) throws MaintenanceException {
        before();
        return lists
                ? after(Optional.of(tickets.values().stream().map(this::now).toList()))
                : Optional.empty();
    }

    @Override
    public void close(String id, String cause, String text) throws MaintenanceException {
        before();
        Ticket old = tickets.get(id);
        if (old != null && old.state() != State.RESOLVED) {
            closed.add(id + " " + cause);
            tickets.put(
                    id,
                    ticket(
                            id,
                            old.key(),
                            State.RESOLVED,
                            "",
                            Optional.of(clock.instant().plus(off)),
                            cause,
                            text,
                            ""));
        }
        after("");
    }
}
