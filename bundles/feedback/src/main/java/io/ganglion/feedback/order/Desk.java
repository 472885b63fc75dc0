// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.Attachment;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy;
import io.ganglion.feedback.News;
import io.ganglion.feedback.alert.AlertPolicy;
import io.ganglion.feedback.alert.Episodes.Opening;
import io.ganglion.feedback.alert.Policies;
import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.Episode;
import io.ganglion.feedback.keep.Errand;
import io.ganglion.feedback.keep.Errand.Act;
import io.ganglion.feedback.keep.Ids;
import io.ganglion.feedback.keep.Ledger;
import io.ganglion.feedback.keep.OrderEdit;
import io.ganglion.feedback.keep.Sheet;
import io.ganglion.feedback.order.Course.Line;
import io.ganglion.feedback.order.Course.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The embedded desk: work orders, their trail and their photos. */
public final class Desk implements WorkOrders, Opening {
    static final int PHOTOS = 10;
    private static final int NAME_LIMIT = 200;
    private static final int DOUBLE_CLICKS = 20;

    private final Ledger ledger;
    private final LabelDesk labels;
    private final Taxonomies taxonomies;
    private final Supplier<Policies> policies;
    private final News news;
    private final Clock clock;
    private final PhotoShelf photos;
    private volatile Outside outside = Outside.NONE;

    public Desk(
            Ledger ledger,
            LabelDesk labels,
            Taxonomies taxonomies,
            Supplier<Policies> policies,
            News news,
            Clock clock,
            Path photoFolder) {
        this.ledger = ledger;
        this.labels = labels;
        this.taxonomies = taxonomies;
        this.policies = policies;
        this.news = news;
        this.clock = clock;
        photos = new PhotoShelf(photoFolder);
    }

    /** The maintenance systems, as far as the desk has to know. */
    public interface Outside {
        /** There is something to ask of it now. */
        void wake(String system);

        /** Somebody asks for it now, however long it was to be left alone. */
        void retry(String system);

        /** Whether it is there. */
        boolean has(String system);

        Outside NONE = new Outside() {
            @Override
            public void wake(String system) {}

            @Override
            public void retry(String system) {}

            @Override
            public boolean has(String system) {
                return false;
            }
        };
    }

    public void outside(Outside systems) {
        outside = systems;
    }

    // From the policy

    @Override
    public String open(Books books, Episode episode, AlertPolicy policy) throws SQLException {
        Alert alert = episode.alert();
        Instant now = clock.instant();
        long number = books.nextNumber();
        WorkOrder order = order(
                "WO-" + number,
                Optional.of(alert.id()),
                alert.useCase(),
                alert.asset(),
                alert.contract(),
                alert.devices().get(0),
                alert.severity(),
                Wording.title(alert),
                now);
        Sheet sheet = new Sheet(
                alert.id(),
                number,
                order,
                policy.system(),
                alert.devices(),
                alert.from(),
                alert.to(),
                Optional.of(alert.model()),
                policy.system().isEmpty() ? Optional.of(now) : Optional.empty(),
                Optional.empty(),
                "",
                "");
        books.put(sheet);
        books.fact(order.id(), "CREATED", "policy", now, now, "for alert " + alert.id() + ", " + alert.severity());
        if (!policy.system().isEmpty()) {
            books.put(new Errand(alert.id(), policy.system(), Act.CREATE, 0, now, false));
        }
        told(sheet, books);
        return order.id();
    }

    @Override
    public void follow(Books books, Episode episode, String fact) throws SQLException {
        Optional<Sheet> found = books.sheetOf(episode.alert().id());
        if (found.isEmpty() || found.get().order().state() == State.CLOSED) {
            return;
        }
        Alert alert = episode.alert();
        Sheet sheet = found.get().spans(alert.devices(), alert.from(), alert.to());
        sheet = sheet.with(
                new OrderEdit(sheet.order()).severity(alert.severity()).done());
        books.put(sheet);
        books.fact(sheet.id(), "EPISODE", "policy", clock.instant(), clock.instant(), fact);
        told(sheet, books);
    }

    private static WorkOrder order(
            String id,
            Optional<String> alert,
            String useCase,
            String asset,
            String contract,
            String device,
            Severity severity,
            String title,
            Instant now) {
        return new WorkOrder(
                id,
                alert,
                useCase,
                asset,
                contract,
                device,
                severity,
                title,
                State.OPEN,
                "",
                Optional.empty(),
                "",
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private void told(Sheet sheet, Books books) {
        books.after(() -> {
            news.order(sheet.order());
            if (!sheet.system().isEmpty()) {
                outside.wake(sheet.system());
            }
        });
    }

    // What people do

    @Override
    public WorkOrder acknowledge(String id, String by) {
        String who = who(by);
        return act(id, who, (sheet, books) -> Course.acknowledge(sheet, who, clock.instant()));
    }

    @Override
    public WorkOrder start(String id, String by) {
        String who = who(by);
        return act(id, who, (sheet, books) -> Course.start(sheet, who, clock.instant()));
    }

    @Override
    public WorkOrder resolve(String id, Resolution resolution, String by) {
        String who = who(by);
        WorkOrder order = ledger.act(books -> {
            Sheet sheet = sheet(id, books);
            known(resolution.cause(), sheet.order().contract());
            Sheet after = resolve(sheet, resolution, who, clock.instant(), books);
            // Where the ticket is not made yet, its errand sees to it.
            if (after != sheet && after.order().ticket().isPresent()) {
                books.put(new Errand(after.uid(), after.system(), Act.CLOSE, 0, clock.instant(), false));
            }
            return view(after, books);
        });
        labels.deliverSoon();
        return order;
    }

    /**
     * The verdict, from whoever gives it; the caller brings the label to its log afterwards.
     *
     * @param at when work ended
     */
    public Sheet resolve(Sheet sheet, Resolution verdict, String by, Instant at, Books books) throws SQLException {
        Instant now = clock.instant();
        Step step = Course.resolve(sheet, verdict, by, at, now);
        if (step.isNew()) {
            keep(step, by, books);
            labels.due(step.sheet(), verdict, by, now, books);
        }
        return step.sheet();
    }

    /** Puts a step into the books, where it is one. */
    public Sheet keep(Step step, String by, Books books) throws SQLException {
        if (step.isNew()) {
            books.put(step.sheet());
            for (Line line : step.lines()) {
                books.fact(step.sheet().id(), line.kind(), by, line.at(), clock.instant(), line.text());
            }
            told(step.sheet(), books);
        }
        return step.sheet();
    }

    @Override
    public WorkOrder report(
            String contract, String device, Instant from, Instant to, Resolution resolution, String by) {
        String who = who(by);
        Instant now = clock.instant();
        if (contract.isBlank() || device.isBlank() || device.length() > NAME_LIMIT || contract.length() > NAME_LIMIT) {
            throw new IllegalArgumentException(
                    "a report names a contract and a device: contract=" + contract + " device=" + device);
        }
        if (!from.isBefore(to) || to.isAfter(now)) {
            throw new IllegalArgumentException(
                    "what is reported began before it ended, and is over: from=" + from + " to=" + to + " now=" + now);
        }
        if (resolution.finding() != Finding.MISSED) {
            throw new IllegalArgumentException("what people report was missed: finding=" + resolution.finding());
        }
        known(resolution.cause(), contract);
        WorkOrder order = ledger.act(books -> {
            for (Sheet before : books.sheets(Set.of(State.CLOSED), "", device, DOUBLE_CLICKS)) {
                boolean same = before.order().alert().isEmpty()
                        && before.order().contract().equals(contract)
                        && before.from().equals(from)
                        && before.to().equals(Optional.of(to))
                        && before.order().resolution().equals(Optional.of(resolution))
                        && before.closedBy().equals(who);
                if (same) {
                    return before.order();
                }
            }
            return reported(contract, device, from, to, resolution, who, books);
        });
        labels.deliverSoon();
        return order;
    }

    private WorkOrder reported(
            String contract, String device, Instant from, Instant to, Resolution resolution, String by, Books books)
            throws SQLException {
        Instant now = clock.instant();
        AlertPolicy policy = policies.get().covering(contract, device);
        long number = books.nextNumber();
        String title = device + " had a fault that no alert told of";
        WorkOrder order = order(
                "WO-" + number,
                Optional.empty(),
                policy.useCase(),
                policy.assetOf(device),
                contract,
                device,
                Severity.LOW,
                title,
                now);
        Sheet sheet = new Sheet(
                Ids.next(now.toEpochMilli()),
                number,
                order,
                "",
                List.of(device),
                from,
                Optional.of(to),
                Optional.empty(),
                Optional.of(now),
                Optional.empty(),
                "",
                "");
        books.fact(order.id(), "REPORTED", by, now, now, "from " + from + " to " + to);
        return resolve(sheet, resolution, by, now, books).order();
    }

    @Override
    public WorkOrder note(String id, String text, String by) {
        String who = who(by);
        if (text.isBlank() || text.length() > Resolution.TEXT_LIMIT) {
            throw new IllegalArgumentException(
                    "a note has 1 to " + Resolution.TEXT_LIMIT + " characters: " + text.length());
        }
        return act(id, who, (sheet, books) -> {
            List<Fact> facts = books.facts(sheet.id());
            boolean again = facts.stream()
                    .filter(fact -> fact.kind().equals("NOTE") && fact.by().equals(who))
                    .reduce((first, last) -> last)
                    .map(fact -> fact.text().equals(text))
                    .orElse(false);
            return again ? Step.same(sheet) : new Step(sheet, List.of(new Line("NOTE", clock.instant(), text)));
        });
    }

    @Override
    public Attachment attach(String id, InputStream photo, String by) throws IOException {
        String who = who(by);
        Sheet before = ledger.act(books -> sheet(id, books));
        PhotoShelf.Photo looked = PhotoShelf.look(photo);
        full(before, looked.id());
        // The file first: a photo in the books is on the disk, and one that is not in the books takes room only.
        photos.keep(before.uid(), looked);
        act(id, who, (sheet, books) -> {
            if (attachment(sheet, looked.id()).isPresent()) {
                return Step.same(sheet);
            }
            full(sheet, looked.id());
            Attachment attached =
                    new Attachment(looked.id(), looked.mediaType(), looked.bytes().length, who, clock.instant());
            return new Step(
                    sheet.with(new OrderEdit(sheet.order()).attach(attached).done()),
                    List.of(new Line("PHOTO", clock.instant(), attached.mediaType() + " " + attached.id())));
        });
        return ledger.act(books -> attachment(sheet(id, books), looked.id())).orElseThrow();
    }

    private static void full(Sheet sheet, String photo) {
        if (attachment(sheet, photo).isEmpty() && sheet.order().attachments().size() >= PHOTOS) {
            throw new IllegalArgumentException(
                    sheet.id() + " has " + PHOTOS + " photos, and takes no more. Describe the rest in a note");
        }
    }

    private static Optional<Attachment> attachment(Sheet sheet, String photo) {
        return sheet.order().attachments().stream()
                .filter(attachment -> attachment.id().equals(photo))
                .findFirst();
    }

    @Override
    public Optional<InputStream> photo(String workOrder, String attachment) throws IOException {
        Optional<Sheet> sheet = ledger.act(books -> Numbers.find(workOrder, books));
        if (sheet.flatMap(found -> attachment(found, attachment)).isEmpty()) {
            return Optional.empty();
        }
        return photos.open(sheet.get().uid(), attachment);
    }

    @Override
    public WorkOrder retry(String id, String by) {
        String who = who(by);
        return ledger.act(books -> {
            Sheet sheet = sheet(id, books);
            Optional<Errand> errand = books.errand(sheet.uid());
            if (errand.isEmpty()) {
                return view(sheet, books);
            }
            Errand old = errand.get();
            books.put(new Errand(old.uid(), old.system(), old.act(), old.tries(), clock.instant(), false));
            Sheet after = sheet.with(new OrderEdit(sheet.order()).trouble("").done());
            if (old.refused()) {
                keep(new Step(after, List.of(new Line("RETRIED", clock.instant(), ""))), who, books);
            }
            books.after(() -> outside.retry(old.system()));
            return view(after, books);
        });
    }

    // What people ask

    @Override
    public List<WorkOrder> list(Set<State> states, String assignee, String device, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one is asked for: limit=" + limit);
        }
        return ledger.act(books -> {
            List<WorkOrder> found = new java.util.ArrayList<>();
            for (Sheet sheet : books.sheets(states, assignee, device, limit)) {
                found.add(view(sheet, books));
            }
            return found;
        });
    }

    @Override
    public Optional<WorkOrder> find(String id) {
        return ledger.act(books -> {
            Optional<Sheet> sheet = Numbers.find(id, books);
            return sheet.isEmpty() ? Optional.empty() : Optional.of(view(sheet.get(), books));
        });
    }

    @Override
    public List<Fact> facts(String id) {
        return ledger.act(books -> books.facts(sheet(id, books).id()));
    }

    // Common

    @FunctionalInterface
    private interface Deed {
        Step on(Sheet sheet, Books books) throws SQLException;
    }

    private WorkOrder act(String id, String by, Deed deed) {
        return ledger.act(books -> view(keep(deed.on(sheet(id, books), books), by, books), books));
    }

    private static Sheet sheet(String id, Books books) throws SQLException {
        Optional<Sheet> found = Numbers.find(id, books);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(Numbers.miss(id, books));
        }
        return found.get();
    }

    /** With what is wrong outside, as it is now. */
    private WorkOrder view(Sheet sheet, Books books) throws SQLException {
        WorkOrder order = sheet.order();
        boolean waits = order.trouble().isEmpty()
                && !sheet.system().isEmpty()
                && !outside.has(sheet.system())
                && books.errand(sheet.uid()).isPresent();
        return waits
                ? new OrderEdit(order)
                        .trouble("waits for maintenance system " + sheet.system()
                                + ", which is not here. Configure it, or name another in io.ganglion.feedback.policy")
                        .done()
                : order;
    }

    private void known(String cause, String contract) {
        Taxonomy taxonomy = taxonomies.of(contract);
        if (!cause.isEmpty() && taxonomy.find(cause).isEmpty()) {
            List<String> codes =
                    taxonomy.causes().stream().map(Taxonomy.Cause::code).toList();
            throw new IllegalArgumentException("no root cause of " + contract + " is called " + Numbers.cut(cause)
                    + ". There are: " + String.join(", ", codes));
        }
    }

    private static String who(String by) {
        if (by.isBlank() || by.length() > NAME_LIMIT) {
            throw new IllegalArgumentException(
                    "who does it has a name of 1 to " + NAME_LIMIT + " characters: " + by.length());
        }
        return by.strip();
    }
}
