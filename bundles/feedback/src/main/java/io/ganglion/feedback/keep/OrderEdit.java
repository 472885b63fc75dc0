// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import io.ganglion.api.feedback.Resolution;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrder.Attachment;
import io.ganglion.api.feedback.WorkOrder.State;
import io.ganglion.api.feedback.WorkOrder.TicketReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A work order with some of it changed. */
public final class OrderEdit {
    private final WorkOrder before;
    private State state;
    private Severity severity;
    private String assignee;
    private String trouble;
    private Optional<TicketReference> ticket;
    private Optional<Instant> acknowledged;
    private Optional<Instant> started;
    private Optional<Instant> resolved;
    private Optional<Instant> closed;
    private Optional<Resolution> resolution;
    private Optional<String> label;
    private final List<Attachment> attachments;

    public OrderEdit(WorkOrder before) {
        this.before = before;
        state = before.state();
        severity = before.severity();
        assignee = before.assignee();
        trouble = before.trouble();
        ticket = before.ticket();
        acknowledged = before.acknowledged();
        started = before.started();
        resolved = before.resolved();
        closed = before.closed();
        resolution = before.resolution();
        label = before.label();
        attachments = new ArrayList<>(before.attachments());
    }

    /** Somebody has it; when it was taken first stays. */
    public OrderEdit acknowledged(String by, Instant at) {
        state = state == State.OPEN ? State.ACKNOWLEDGED : state;
        assignee = by;
        acknowledged = acknowledged.or(() -> Optional.of(at));
        return this;
    }

    public OrderEdit started(Instant at) {
        state = State.IN_PROGRESS;
        started = started.or(() -> Optional.of(at));
        return this;
    }

    public OrderEdit resolved(Instant at) {
        state = State.RESOLVED;
        resolved = resolved.or(() -> Optional.of(at));
        return this;
    }

    public OrderEdit closed(Resolution verdict, String labelId, Instant at) {
        state = State.CLOSED;
        closed = closed.or(() -> Optional.of(at));
        resolution = Optional.of(verdict);
        label = Optional.of(labelId);
        trouble = "";
        return this;
    }

    public OrderEdit severity(Severity now) {
        severity = now;
        return this;
    }

    public OrderEdit trouble(String why) {
        trouble = why;
        return this;
    }

    public OrderEdit ticket(Optional<TicketReference> twin) {
        ticket = twin;
        return this;
    }

    public OrderEdit attach(Attachment photo) {
        attachments.add(photo);
        return this;
    }

    public WorkOrder done() {
        return new WorkOrder(
                before.id(),
                before.alert(),
                before.useCase(),
                before.asset(),
                before.contract(),
                before.device(),
                severity,
                before.title(),
                state,
                assignee,
                ticket,
                trouble,
                before.created(),
                acknowledged,
                started,
                resolved,
                closed,
                resolution,
                label,
                attachments);
    }
}
