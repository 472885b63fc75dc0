// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Ticket;
import io.ganglion.feedback.keep.Books;
import io.ganglion.feedback.keep.OrderEdit;
import io.ganglion.feedback.keep.Sheet;
import io.ganglion.feedback.order.Course;
import io.ganglion.feedback.order.Course.Step;
import io.ganglion.feedback.order.Desk;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes over what people did to a ticket. The same state of it, read again, changes nothing. */
final class ReadBack {
    /** Clocks that differ by less are taken to be equal. */
    private static final Duration EQUAL = Duration.ofSeconds(3);

    private final String system;
    private final Desk desk;
    private final Taxonomies taxonomies;
    private final Clock clock;

    ReadBack(String system, Desk desk, Taxonomies taxonomies, Clock clock) {
        this.system = system;
        this.desk = desk;
        this.taxonomies = taxonomies;
        this.clock = clock;
    }

    /** How far the other clock is ahead of ours; zero where it does not say. */
    Duration ahead(Ticket ticket) {
        Duration ahead =
                ticket.now().map(now -> Duration.between(clock.instant(), now)).orElse(Duration.ZERO);
        return ahead.abs().compareTo(EQUAL) < 0 ? Duration.ZERO : ahead;
    }

    /** @return whether it closed the work order, so that a label is due */
    boolean take(Ticket ticket, String uid, Books books) throws SQLException {
        Sheet sheet = books.sheetOf(uid).orElseThrow();
        String seen = String.join(
                "\u001f",
                ticket.state().name(),
                ticket.assignee(),
                ticket.resolved().map(Instant::toString).orElse(""),
                ticket.cause(),
                ticket.verdict(),
                Integer.toHexString(ticket.text().hashCode()));
        if (seen.equals(sheet.seen())) {
            return false;
        }
        sheet = sheet.seen(seen);
        books.put(sheet);
        boolean ours =
                sheet.order().state() == State.CLOSED && !sheet.closedBy().equals(system);
        if (ours) {
            // The verdict was given here, and what is read is the echo of it.
            return false;
        }
        String who = ticket.assignee().isBlank() ? system : ticket.assignee().strip();
        return switch (ticket.state()) {
            case OPEN -> false;
            case ACKNOWLEDGED -> acknowledged(ticket, sheet, who, books);
            case IN_PROGRESS -> started(ticket, sheet, who, books);
            case RESOLVED -> resolved(ticket, acknowledgedBefore(ticket, sheet, who, books), books);
            case REJECTED -> rejected(ticket, sheet, books);
        };
    }

    private boolean acknowledged(Ticket ticket, Sheet sheet, String who, Books books) throws SQLException {
        if (sheet.order().state() == State.OPEN || sheet.order().state() == State.ACKNOWLEDGED) {
            Instant at = at(ticket.acknowledged(), ticket, sheet, "was taken", books);
            desk.keep(Course.acknowledge(sheet, who, at), system, books);
        }
        return false;
    }

    private boolean started(Ticket ticket, Sheet sheet, String who, Books books) throws SQLException {
        if (sheet.order().state() == State.OPEN || sheet.order().state() == State.ACKNOWLEDGED) {
            Sheet taken = acknowledgedBefore(ticket, sheet, who, books);
            desk.keep(
                    Course.start(
                            taken,
                            taken.order().assignee().isEmpty()
                                    ? who
                                    : taken.order().assignee(),
                            clock.instant()),
                    system,
                    books);
        }
        return false;
    }

    /** One that was taken meanwhile, and the system says when. */
    private Sheet acknowledgedBefore(Ticket ticket, Sheet sheet, String who, Books books) throws SQLException {
        if (sheet.order().state() != State.OPEN || ticket.acknowledged().isEmpty()) {
            return sheet;
        }
        Instant at = at(ticket.acknowledged(), ticket, sheet, "was taken", books);
        return desk.keep(Course.acknowledge(sheet, who, at), system, books);
    }

    private boolean resolved(Ticket ticket, Sheet sheet, Books books) throws SQLException {
        Instant at = at(ticket.resolved(), ticket, sheet, "was resolved", books);
        WorkOrder order = sheet.order();
        Optional<Verdicts.Verdict> verdict = Verdicts.of(ticket, taxonomies.of(order.contract()), system);
        if (verdict.isEmpty()) {
            String wanted = "closed in " + system + " without cause or verdict. What was it? aiot:work-order-resolve "
                    + order.id();
            if (order.state() != State.CLOSED) {
                Step step = Course.finish(sheet, wanted, at);
                Sheet after = desk.keep(step, system, books);
                books.put(
                        after.with(new OrderEdit(after.order()).trouble(wanted).done()));
            }
            return false;
        }
        Sheet after = desk.resolve(sheet, verdict.get().resolution(), system, at, books);
        if (!verdict.get().unknown().isEmpty() && after != sheet) {
            books.fact(
                    order.id(),
                    "UNKNOWN_CAUSE",
                    system,
                    at,
                    clock.instant(),
                    "the taxonomy of " + order.contract() + " has no cause that " + system + " calls "
                            + verdict.get().unknown() + ". Map it there, or correct it: aiot:work-order-resolve "
                            + order.id());
        }
        return after != sheet;
    }

    private boolean rejected(Ticket ticket, Sheet sheet, Books books) throws SQLException {
        if (sheet.order().state() == State.CLOSED) {
            return false;
        }
        String wanted =
                "rejected in " + system + " without work. Was there something? aiot:work-order-resolve " + sheet.id();
        Instant at = at(ticket.resolved(), ticket, sheet, "was rejected", books);
        Sheet after = desk.keep(Course.finish(sheet, wanted, at), system, books);
        books.put(after.with(new OrderEdit(after.order()).trouble(wanted).done()));
        return false;
    }

    /** Their time by our clock, inside what is possible; what was bent is said. */
    private Instant at(Optional<Instant> said, Ticket ticket, Sheet sheet, String what, Books books)
            throws SQLException {
        Instant now = clock.instant();
        Instant created = sheet.order().created();
        Instant at = said.map(time -> time.minus(ahead(ticket))).orElse(now);
        Instant bent = at.isBefore(created) ? created : at.isAfter(now) ? now : at;
        if (Duration.between(at, bent).abs().compareTo(EQUAL) > 0) {
            books.fact(
                    sheet.id(),
                    "CLOCK",
                    system,
                    bent,
                    now,
                    system + " says that it " + what + " at " + said.orElse(at) + ", but it was made at " + created
                            + " and now it is " + now + ": " + bent + " is taken. Set that system's clock");
        }
        return bent;
    }
}
