// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static io.ganglion.shell.print.Listing.fact;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Fact;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.WorkOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The loop's records as the maps that JSON shows. */
final class FeedbackFacts {

    private FeedbackFacts() {}

    static Map<String, Object> of(Alert alert) {
        return fact(
                "id", alert.id(),
                "useCase", alert.useCase(),
                "asset", alert.asset(),
                "contract", alert.contract(),
                "devices", alert.devices(),
                "severity", word(alert.severity()),
                "from", alert.from().toString(),
                "to", text(alert.to()),
                "raised", alert.raised().toString(),
                "model", alert.model().toString(),
                "score", alert.score(),
                "rows", alert.rows(),
                "contributions",
                        alert.contributions().stream()
                                .map(part -> fact("attribute", part.attribute(), "share", part.share()))
                                .toList(),
                "held", alert.held(),
                "workOrder", alert.workOrder().orElse(null));
    }

    static Map<String, Object> of(WorkOrder order) {
        Map<String, Object> fact = fact(
                "id", order.id(),
                "alert", order.alert().orElse(null),
                "useCase", order.useCase(),
                "asset", order.asset(),
                "contract", order.contract(),
                "device", order.device(),
                "severity", word(order.severity()),
                "title", order.title(),
                "state", word(order.state()),
                "assignee", order.assignee(),
                "trouble", order.trouble(),
                "created", order.created().toString(),
                "acknowledged", text(order.acknowledged()),
                "started", text(order.started()),
                "resolved", text(order.resolved()),
                "closed", text(order.closed()),
                "label", order.label().orElse(null));
        fact.put(
                "ticket",
                order.ticket()
                        .map(ticket -> fact("system", ticket.system(), "id", ticket.id(), "page", text(ticket.page())))
                        .orElse(null));
        fact.put(
                "resolution",
                order.resolution()
                        .map(found -> fact(
                                "finding", word(found.finding()),
                                "cause", found.cause(),
                                "action", found.action(),
                                "text", found.text()))
                        .orElse(null));
        fact.put(
                "attachments",
                order.attachments().stream()
                        .map(photo -> fact(
                                "id",
                                photo.id(),
                                "mediaType",
                                photo.mediaType(),
                                "bytes",
                                photo.bytes(),
                                "by",
                                photo.by()))
                        .toList());
        return fact;
    }

    static Map<String, Object> of(Fact line) {
        return fact(
                "number", line.number(),
                "kind", line.kind(),
                "by", line.by(),
                "at", line.at().toString(),
                "recorded", line.recorded().toString(),
                "text", line.text());
    }

    static Map<String, Object> of(Sla sla) {
        return fact(
                "useCase", sla.useCase(),
                "site", sla.site(),
                "model", text(sla.model()),
                "from", sla.from().toString(),
                "to", sla.to().toString(),
                "alerts", sla.alerts(),
                "workOrders", sla.workOrders(),
                "closed", sla.closed(),
                "confirmed", sla.confirmed(),
                "refuted", sla.refuted(),
                "otherFault", sla.otherFault(),
                "missed", sla.missed(),
                "closureRate", rate(sla.closureRate()),
                "refutedRate", rate(sla.refutedRate()),
                "missedRate", rate(sla.missedRate()),
                "legs", sla.legs().stream().map(FeedbackFacts::of).toList());
    }

    private static Map<String, Object> of(Sla.Leg leg) {
        return fact(
                "span", word(leg.span()),
                "done", leg.done(),
                "open", leg.open(),
                "medianSeconds", seconds(leg.median()),
                "p90Seconds", seconds(leg.p90()),
                "longestSeconds", seconds(leg.longest()),
                "targetSeconds", seconds(leg.target()),
                "breaches", leg.breaches(),
                "beforeSeconds", seconds(leg.before()));
    }

    private static Object rate(double rate) {
        return Double.isNaN(rate) ? null : rate;
    }

    private static Object seconds(Optional<Duration> length) {
        return length.map(found -> (Object) (found.toMillis() / 1000.0)).orElse(null);
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    /** {@code in-progress}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The beginning and the end of an episode. */
    static String span(Instant from, Optional<Instant> to) {
        return from + " to " + to.map(Instant::toString).orElse("now");
    }
}
