// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A work order, and what only this bundle wants to know of it.
 *
 * @param uid unique for good: the alert's id, or one of its own. Names label, photos and ticket
 * @param number counts up on this node
 * @param system whose ticket it gets; empty for none
 * @param devices that the label will speak of, the order's own first
 * @param from first instant that it will speak of
 * @param to first instant at which all was well again; empty while the episode goes on
 * @param model whose alert it answers
 * @param ticketed when its ticket was made
 * @param live when a model that learned from its label began to answer
 * @param seen what was read of the ticket last, so that the same is not read twice
 * @param closedBy whoever gave the verdict; empty while there is none
 */
public record Sheet(
        String uid,
        long number,
        WorkOrder order,
        String system,
        List<String> devices,
        Instant from,
        Optional<Instant> to,
        Optional<ModelId> model,
        Optional<Instant> ticketed,
        Optional<Instant> live,
        String seen,
        String closedBy) {
    public Sheet {
        devices = List.copyOf(devices);
    }

    public String id() {
        return order.id();
    }

    public Sheet with(WorkOrder changed) {
        return new Sheet(uid, number, changed, system, devices, from, to, model, ticketed, live, seen, closedBy);
    }

    public Sheet ticketed(WorkOrder changed, Instant at) {
        return new Sheet(
                uid,
                number,
                changed,
                system,
                devices,
                from,
                to,
                model,
                ticketed.or(() -> Optional.of(at)),
                live,
                seen,
                closedBy);
    }

    public Sheet closedBy(WorkOrder changed, String by) {
        return new Sheet(uid, number, changed, system, devices, from, to, model, ticketed, live, seen, by);
    }

    public Sheet seen(String ticket) {
        return new Sheet(uid, number, order, system, devices, from, to, model, ticketed, live, ticket, closedBy);
    }

    public Sheet live(Instant at) {
        return new Sheet(
                uid, number, order, system, devices, from, to, model, ticketed, Optional.of(at), seen, closedBy);
    }

    /** The episode has other devices now, or is over. */
    public Sheet spans(List<String> all, Instant begin, Optional<Instant> end) {
        return new Sheet(uid, number, order, system, all, begin, end, model, ticketed, live, seen, closedBy);
    }
}
