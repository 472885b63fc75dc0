// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrder.TicketReference;
import io.ganglion.api.maintenance.MaintenanceException;
import io.ganglion.api.maintenance.MaintenanceSystem;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.api.maintenance.TicketDraft;
import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.Episode;
import io.ganglion.feedback.keep.Errand;
import io.ganglion.feedback.keep.Errand.Act;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.keep.OrderEdit;
import io.ganglion.feedback.keep.Sheet;
import io.ganglion.feedback.order.Course.Line;
import io.ganglion.feedback.order.Course.Step;
import io.ganglion.feedback.order.Desk;
import io.ganglion.feedback.order.LabelDesk;
import io.ganglion.feedback.order.Wording;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All dealings with one maintenance system. What is due is in the books before it is asked, and leaves them with the answer
 * in one transaction: whatever dies in between, it is asked again with the same key, which never makes a second ticket. One
 * thread at a time.
 */
final class Exchange {
    private static final int AT_ONCE = 50;
    private static final int HINTS = 10_000;
    private static final Duration CHANGES_OVERLAP = Duration.ofMinutes(2);
    /** Every so many looks at what changed, each ticket is read. */
    private static final int FULL_LOOK = 20;

    /** A verdict may be corrected there for so long. */
    private static final Duration CORRECTIONS = Duration.ofDays(7);

    private final MaintenanceSystem system;
    private final Ledger ledger;
    private final Desk desk;
    private final LabelDesk labels;
    private final Taxonomies taxonomies;
    private final Settings settings;
    private final Clock clock;
    private final ReadBack readBack;
    private final Set<String> hints = ConcurrentHashMap.newKeySet();
    private Instant paused = Instant.MIN;
    private Instant polled = Instant.MIN;
    private Duration ahead = Duration.ZERO;
    private int failures;
    private long polls;
    private volatile String trouble = "";
    private volatile boolean hurried;

    /**
     * @param poll between two looks at what changed there
     * @param backoff after a failure
     * @param evidence the page that shows a work order's evidence; empty where nobody could open it
     * @param recreate whether a use case wants a ticket that vanished made anew
     */
    record Settings(
            Duration poll, Backoff backoff, Function<WorkOrder, Optional<URI>> evidence, Predicate<String> recreate) {}

    Exchange(
            MaintenanceSystem system,
            Ledger ledger,
            Desk desk,
            LabelDesk labels,
            Taxonomies taxonomies,
            Settings settings,
            Clock clock) {
        this.system = system;
        this.ledger = ledger;
        this.desk = desk;
        this.labels = labels;
        this.taxonomies = taxonomies;
        this.settings = settings;
        this.clock = clock;
        readBack = new ReadBack(system.name(), desk, taxonomies, clock);
    }

    String name() {
        return system.name();
    }

    boolean isOf(MaintenanceSystem other) {
        return system == other;
    }

    /** What is wrong, with the next step; empty while all is well. Any thread. */
    String trouble() {
        String own = system.trouble();
        return own.isEmpty() ? trouble : own;
    }

    /** A ticket is worth a look. Any thread. */
    void hint(String ticket) {
        if (hints.size() < HINTS) {
            hints.add(ticket);
        }
    }

    /** A person asks: the next step does not wait for the system to have its rest. Any thread. */
    void hurry() {
        hurried = true;
    }

    /** Does what is due. Returns when it wants to be called again at the latest. */
    Instant step() {
        Instant now = clock.instant();
        if (now.isBefore(paused) && !hurried) {
            return paused;
        }
        hurried = false;
        paused = Instant.MIN;
        try {
            errands(now);
            hinted();
            if (polled.equals(Instant.MIN) || !now.isBefore(polled.plus(settings.poll()))) {
                poll(now);
                polled = now;
            }
            failures = 0;
            trouble = "";
        } catch (MaintenanceException e) {
            pause(e);
        }
        labels.deliver();
        return next(now);
    }

    private Instant next(Instant now) {
        if (paused.isAfter(now)) {
            return paused;
        }
        Instant poll = polled.plus(settings.poll());
        return ledger.act(books -> books.nextDue(name()))
                .filter(due -> due.isBefore(poll))
                .orElse(poll);
    }

    /** Nothing more is asked of a system that is away: one question in a while is enough to see that it is back. */
    private void pause(MaintenanceException e) {
        failures++;
        trouble = name() + ": " + e.getMessage();
        Duration wait = settings.backoff().after(failures);
        paused = clock.instant()
                .plus(e.after().filter(asked -> asked.compareTo(wait) > 0).orElse(wait));
    }

    // Errands

    private void errands(Instant now) throws MaintenanceException {
        for (Errand errand : ledger.act(books -> books.due(name(), now, AT_ONCE))) {
            Sheet sheet = ledger.act(books -> books.sheetOf(errand.uid())).orElseThrow();
            try {
                if (errand.act() == Act.CREATE) {
                    create(errand, sheet);
                } else {
                    close(errand, sheet);
                }
            } catch (MaintenanceException e) {
                failed(errand, e);
                if (e.again()) {
                    throw e;
                }
            }
        }
    }

    private interface Call<T> {
        T on() throws MaintenanceException;
    }

    /** A connector that breaks is a system that is away. */
    private static <T> T call(Call<T> call) throws MaintenanceException {
        try {
            return call.on();
        } catch (RuntimeException e) {
            throw MaintenanceException.later("the connector failed: " + e, e);
        }
    }

    private void create(Errand errand, Sheet sheet) throws MaintenanceException {
        boolean closed = sheet.order().state() == State.CLOSED;
        if (closed && errand.tries() == 0) {
            spare(errand);
            return;
        }
        // The answer to a call before may have been lost: look before asking again.
        Optional<Ticket> found = errand.tries() > 0 ? call(() -> system.find(sheet.uid())) : Optional.empty();
        if (found.isEmpty() && closed) {
            spare(errand);
            return;
        }
        if (found.isEmpty() && errand.tries() == 0) {
            // Whoever is killed between the question and the answer looks first when it comes back.
            ledger.act(books -> {
                books.put(new Errand(errand.uid(), errand.system(), Act.CREATE, 1, errand.due(), false));
                return null;
            });
        }
        Ticket ticket = found.isPresent() ? found.get() : make(sheet);
        ledger.act(books -> {
            created(errand, ticket, books);
            return null;
        });
    }

    /** There is a verdict already, and nothing to be done there. */
    private void spare(Errand errand) {
        ledger.act(books -> {
            books.done(errand);
            Sheet sheet = books.sheetOf(errand.uid()).orElseThrow();
            WorkOrder order = new OrderEdit(sheet.order()).trouble("").done();
            Line line = new Line("TICKET", clock.instant(), "none is made: it was closed before");
            desk.keep(new Step(sheet.with(order), List.of(line)), name(), books);
            return null;
        });
    }

    private Ticket make(Sheet sheet) throws MaintenanceException {
        Episode episode = ledger.act(books -> books.episode(sheet.uid())).orElseThrow();
        Alert alert = episode.alert();
        String urn = episode.entity().isEmpty()
                ? "urn:ngsi-ld:" + alert.contract() + ":" + sheet.order().device()
                : episode.entity();
        TicketDraft draft = new TicketDraft(
                sheet.uid(),
                alert.asset(),
                urn,
                alert.severity(),
                sheet.order().title(),
                Wording.description(alert, sheet.id()),
                alert.model().toString(),
                settings.evidence().apply(sheet.order()),
                alert.raised());
        return call(() -> system.create(draft));
    }

    private void created(Errand errand, Ticket ticket, Books books) throws SQLException {
        Sheet sheet = books.sheetOf(errand.uid()).orElseThrow();
        Instant now = clock.instant();
        WorkOrder order = new OrderEdit(sheet.order())
                .ticket(Optional.of(new TicketReference(name(), ticket.id(), ticket.page())))
                .trouble("")
                .done();
        String page = ticket.page().map(uri -> " " + uri).orElse("");
        Line line = new Line("TICKET", now, name() + " " + ticket.id() + page);
        desk.keep(new Step(sheet.ticketed(order, now), List.of(line)), name(), books);
        if (order.state() == State.CLOSED) {
            // Closed here while it was being made.
            books.put(new Errand(errand.uid(), name(), Act.CLOSE, 0, now, false));
        } else {
            books.done(errand);
        }
        hint(ticket.id());
    }

    private void close(Errand errand, Sheet sheet) throws MaintenanceException {
        Resolution verdict = sheet.order().resolution().orElseThrow();
        String ticket = sheet.order().ticket().orElseThrow().id();
        String cause = Verdicts.codeIn(taxonomies.of(sheet.order().contract()), name(), verdict.cause());
        String text = (verdict.finding()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' ') + ". " + verdict.action() + " " + verdict.text())
                .strip();
        call(() -> {
            system.close(ticket, cause, text);
            return null;
        });
        ledger.act(books -> {
            books.done(errand);
            Sheet after = books.sheetOf(errand.uid()).orElseThrow();
            desk.keep(
                    new Step(
                            after.with(new OrderEdit(after.order()).trouble("").done()),
                            List.of(new Line("TICKET_CLOSED", clock.instant(), name() + " " + ticket))),
                    name(),
                    books);
            return null;
        });
    }

    private void failed(Errand errand, MaintenanceException e) {
        Instant now = clock.instant();
        Duration wait = settings.backoff().after(errand.tries() + 1);
        Instant due =
                now.plus(e.after().filter(asked -> asked.compareTo(wait) > 0).orElse(wait));
        ledger.act(books -> {
            Sheet sheet = books.sheetOf(errand.uid()).orElseThrow();
            books.put(new Errand(errand.uid(), errand.system(), errand.act(), errand.tries() + 1, due, !e.again()));
            String why = e.again()
                    ? name() + ": " + e.getMessage() + ". Asked again at " + due
                    : name() + " refuses: " + e.getMessage() + ". Once that is put right: aiot:work-order-retry "
                            + sheet.id();
            books.put(sheet.with(new OrderEdit(sheet.order()).trouble(why).done()));
            if (!e.again()) {
                books.fact(sheet.id(), "REFUSED", name(), now, now, e.getMessage());
            }
            return null;
        });
    }

    // Reading back

    private void hinted() throws MaintenanceException {
        for (String id : List.copyOf(hints)) {
            Optional<Sheet> sheet = ledger.act(books -> books.withTicket(name(), id));
            if (sheet.isPresent()) {
                read(sheet.get());
            }
            hints.remove(id);
        }
    }

    private void poll(Instant now) throws MaintenanceException {
        List<Sheet> watched = ledger.act(books -> books.watched(name(), now.minus(CORRECTIONS)));
        if (watched.isEmpty()) {
            return;
        }
        String mark = "polled " + name();
        Instant since = ledger.act(books -> books.mark(mark))
                .map(Instant::parse)
                .orElse(watched.get(0).order().created())
                .minus(CHANGES_OVERLAP);
        Optional<List<Ticket>> changed = call(() -> system.changedSince(since.plus(ahead)));
        // A list of changes does not tell what is gone.
        boolean all = changed.isEmpty() || polls++ % FULL_LOOK == 0;
        if (changed.isPresent()) {
            for (Ticket ticket : changed.get()) {
                ledger.act(books -> books.withTicket(name(), ticket.id())).ifPresent(sheet -> take(ticket, sheet));
            }
        }
        for (Sheet sheet : all ? watched : List.<Sheet>of()) {
            read(sheet);
        }
        ledger.act(books -> {
            books.mark(mark, now.toString());
            return null;
        });
    }

    private void read(Sheet sheet) throws MaintenanceException {
        TicketReference reference = sheet.order().ticket().orElseThrow();
        Optional<Ticket> ticket = call(() -> system.read(reference.id()));
        if (ticket.isEmpty()) {
            // Some lists are slow to know what is new; by its key it must be there.
            ticket = call(() -> system.find(sheet.uid()));
        }
        if (ticket.isPresent()) {
            take(ticket.get(), sheet);
        } else {
            vanished(sheet, reference);
        }
    }

    private void take(Ticket ticket, Sheet sheet) {
        ahead = readBack.ahead(ticket);
        ledger.act(books -> readBack.take(ticket, sheet.uid(), books));
    }

    private void vanished(Sheet sheet, TicketReference reference) {
        boolean anew = settings.recreate().test(sheet.order().useCase());
        ledger.act(books -> {
            Sheet now = books.sheetOf(sheet.uid()).orElseThrow();
            if (now.order().state() == State.CLOSED || now.order().ticket().isEmpty()) {
                return null;
            }
            String gone = "ticket " + reference.id() + " is not in " + name() + " any more";
            if (now.order().trouble().startsWith(gone)) {
                return null;
            }
            OrderEdit edit = new OrderEdit(now.order());
            if (anew) {
                edit.ticket(Optional.empty()).trouble(gone + ". A new one is made");
                books.put(new Errand(now.uid(), name(), Act.CREATE, 1, clock.instant(), false));
            } else {
                edit.trouble(gone + ". Resolve it here: aiot:work-order-resolve " + now.id());
            }
            desk.keep(
                    new Step(now.with(edit.done()).seen(""), List.of(new Line("TICKET_GONE", clock.instant(), gone))),
                    name(),
                    books);
            return null;
        });
    }
}
