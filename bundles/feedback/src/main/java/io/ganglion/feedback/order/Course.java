// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.order;

import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.feedback.keep.OrderEdit;
import io.ganglion.feedback.keep.Sheet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a work order goes on: what may follow what. No disk, no clock. */
public final class Course {

    private Course() {}

    /**
     * A line for the trail.
     *
     * @param kind as in {@link io.ganglion.api.feedback.Fact}
     */
    public record Line(String kind, Instant at, String text) {}

    /**
     * What an act leads to.
     *
     * @param sheet as it is afterwards
     * @param lines for the trail; empty where nothing changed
     */
    public record Step(Sheet sheet, List<Line> lines) {
        static Step same(Sheet sheet) {
            return new Step(sheet, List.of());
        }

        public boolean isNew() {
            return !lines.isEmpty();
        }
    }

    /** Somebody takes it, or takes it over before work began. */
    public static Step acknowledge(Sheet sheet, String by, Instant at) {
        WorkOrder order = sheet.order();
        if (order.assignee().equals(by) && order.state() != State.OPEN) {
            return Step.same(sheet);
        }
        if (order.state() != State.OPEN && order.state() != State.ACKNOWLEDGED) {
            throw refused(order, "acknowledged");
        }
        String text = order.assignee().isEmpty() ? "" : "taken over from " + order.assignee();
        return step(sheet, new OrderEdit(order).acknowledged(by, at), List.of(new Line("ACKNOWLEDGED", at, text)));
    }

    /** Work begins. */
    public static Step start(Sheet sheet, String by, Instant at) {
        WorkOrder order = sheet.order();
        if (order.started().isPresent() && order.assignee().equals(by)) {
            return Step.same(sheet);
        }
        if (order.state() != State.OPEN && order.state() != State.ACKNOWLEDGED) {
            throw refused(order, "started");
        }
        return step(sheet, new OrderEdit(order).acknowledged(by, at).started(at), List.of(new Line("STARTED", at, "")));
    }

    /** Work ended, and nobody said what it was. */
    public static Step finish(Sheet sheet, String text, Instant at) {
        WorkOrder order = sheet.order();
        if (order.state() == State.RESOLVED || order.state() == State.CLOSED) {
            return Step.same(sheet);
        }
        return step(sheet, new OrderEdit(order).resolved(at), List.of(new Line("RESOLVED", at, text)));
    }

    /**
     * The verdict, or another one.
     *
     * @param at when work ended; when the verdict was given is {@code now}
     */
    public static Step resolve(Sheet sheet, Resolution verdict, String by, Instant at, Instant now) {
        WorkOrder order = sheet.order();
        if (order.resolution().equals(Optional.of(verdict))) {
            return Step.same(sheet);
        }
        boolean reported = order.alert().isEmpty();
        boolean fits = reported
                ? verdict.finding() != Finding.CONFIRMED && verdict.finding() != Finding.OTHER_FAULT
                : verdict.finding() != Finding.MISSED;
        if (!fits) {
            throw new IllegalArgumentException(
                    reported
                            ? order.id()
                                    + " was reported, no alert told of it: it is missed, refuted or maintenance, not "
                                    + word(verdict.finding())
                            : order.id() + " answers an alert, so nothing was missed: it is confirmed, refuted, "
                                    + "other-fault or maintenance");
        }
        boolean again = order.state() == State.CLOSED;
        WorkOrder changed = new OrderEdit(order)
                .resolved(at)
                .closed(verdict, label(sheet), now)
                .done();
        return new Step(
                sheet.closedBy(changed, by), List.of(new Line(again ? "CORRECTED" : "RESOLVED", at, words(verdict))));
    }

    /** The id of its label; those of an asset's other devices begin with it. */
    public static String label(Sheet sheet) {
        return "wo-" + sheet.uid();
    }

    static String word(Finding finding) {
        return finding.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String words(Resolution verdict) {
        return word(verdict.finding())
                + (verdict.cause().isEmpty() ? "" : ", cause " + verdict.cause())
                + (verdict.action().isEmpty() ? "" : ", action: " + verdict.action())
                + (verdict.text().isEmpty() ? "" : "; " + verdict.text());
    }

    private static Step step(Sheet sheet, OrderEdit edit, List<Line> lines) {
        return new Step(sheet.with(edit.done()), lines);
    }

    private static IllegalStateException refused(WorkOrder order, String wanted) {
        String who = order.assignee().isEmpty() ? "" : " by " + order.assignee();
        String next =
                switch (order.state()) {
                    case IN_PROGRESS -> "Next: aiot:work-order-resolve " + order.id();
                    case RESOLVED -> "The verdict is wanted: aiot:work-order-resolve " + order.id();
                    case CLOSED -> "What was wrong about it is corrected by aiot:work-order-resolve " + order.id();
                    default -> "See aiot:work-order-show " + order.id();
                };
        return new IllegalStateException(
                order.id() + " is " + state(order.state()) + who + ", so it cannot be " + wanted + ". " + next);
    }

    private static String state(State state) {
        return state == State.IN_PROGRESS ? "in progress" : state.name().toLowerCase(java.util.Locale.ROOT);
    }
}
