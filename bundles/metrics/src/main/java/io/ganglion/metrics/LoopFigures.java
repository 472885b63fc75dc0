// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Severity;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.feedback.WorkOrder;
import io.ganglion.api.feedback.WorkOrders;
import io.ganglion.api.maintenance.MaintenanceSystem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The closed loop: alerts, work orders, what people found, and how long each leg takes. */
final class LoopFigures {
    private static final int LIMIT = 10_000;
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Set<WorkOrder.State> UNFINISHED = EnumSet.complementOf(EnumSet.of(WorkOrder.State.CLOSED));

    private final Duration window;
    private final Clock clock;

    /** @param window over which the legs are told */
    LoopFigures(Duration window, Clock clock) {
        this.window = window;
        this.clock = clock;
    }

    /** Zeros are told before there is anything, so that a dashboard has its series from the start. */
    void alerts(Board board, Optional<Alerts> alerts) {
        Instant now = clock.instant();
        for (Severity severity : Severity.values()) {
            board.add("alerts_open", "Episodes that go on", 0, "severity", word(severity));
        }
        List<Alert> open = alerts.map(all -> all.list("", now.minus(YEAR), now.plus(YEAR), true, LIMIT))
                .orElse(List.of());
        open.forEach(alert -> board.add("alerts_open", "Episodes that go on", 1, "severity", word(alert.severity())));
        board.gauge(
                "alerts_up",
                "Whether new episodes are raised and kept",
                alerts.map(all -> NodeFigures.up(all.trouble())).orElse(0.0));
    }

    void workOrders(Board board, Optional<WorkOrders> orders) {
        for (WorkOrder.State state : UNFINISHED) {
            board.add("work_orders", "Work orders that are not closed", 0, "state", word(state));
        }
        double troubled = 0;
        double oldest = 0;
        for (WorkOrder order :
                orders.map(all -> all.list(UNFINISHED, "", "", LIMIT)).orElse(List.of())) {
            board.add("work_orders", "Work orders that are not closed", 1, "state", word(order.state()));
            troubled += order.trouble().isEmpty() ? 0 : 1;
            oldest = Math.max(oldest, seconds(Duration.between(order.created(), clock.instant())));
        }
        board.gauge(
                "work_orders_in_trouble", "Work orders whose ticket waits for its system, or was refused", troubled);
        board.gauge("work_orders_oldest_age_seconds", "Age of the oldest work order that is not closed", oldest);
    }

    void labels(Board board, Optional<Labels> labels) {
        board.counter(
                "labels_recorded",
                "Labels recorded, corrections included",
                labels.map(Labels::recorded).orElse(0L));
    }

    void systems(Board board, Collection<MaintenanceSystem> systems) {
        for (MaintenanceSystem system : systems) {
            board.gauge(
                    "maintenance_up",
                    "Whether a maintenance system is well",
                    NodeFigures.up(system.trouble()),
                    "system",
                    system.name());
        }
    }

    void slas(Board board, Optional<Slas> slas) {
        Instant now = clock.instant();
        List<Sla> report = slas.map(all -> all.report(now.minus(window), now)).orElse(List.of());
        if (report.isEmpty()) {
            rates(board, 0, 0, Double.NaN, Double.NaN, Double.NaN, "use_case", "", "model", "");
            for (Sla.Span span : Sla.Span.values()) {
                leg(board, nothing(span), "use_case", "", "model", "", "leg", word(span));
            }
        }
        for (Sla sla : report) {
            String model = sla.model().map(Object::toString).orElse("");
            rates(
                    board,
                    sla.alerts(),
                    sla.workOrders(),
                    sla.closureRate(),
                    sla.refutedRate(),
                    sla.missedRate(),
                    "use_case",
                    sla.useCase(),
                    "model",
                    model);
            sla.legs()
                    .forEach(
                            leg -> leg(board, leg, "use_case", sla.useCase(), "model", model, "leg", word(leg.span())));
        }
    }

    private static Sla.Leg nothing(Sla.Span span) {
        return new Sla.Leg(
                span,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    private static void rates(
            Board board, double alerts, double orders, double closed, double refuted, double missed, String... labels) {
        board.gauge("sla_alerts", "Alerts in the window", alerts, labels);
        board.gauge("sla_work_orders", "Work orders in the window", orders, labels);
        board.gauge("sla_closure_ratio", "Share of work orders with a verdict", closed, labels);
        board.gauge("sla_refuted_ratio", "Share of verdicts that said there was nothing", refuted, labels);
        board.gauge("sla_missed_ratio", "Share of known faults that no alert told of", missed, labels);
    }

    private static void leg(Board board, Sla.Leg leg, String... labels) {
        board.gauge("sla_leg_median_seconds", "Median of a leg in the window", seconds(leg.median()), labels);
        board.gauge("sla_leg_p90_seconds", "90th percentile of a leg in the window", seconds(leg.p90()), labels);
        board.gauge("sla_leg_target_seconds", "What policy wants of a leg", seconds(leg.target()), labels);
        board.gauge("sla_leg_done", "How many went a leg in the window", leg.done(), labels);
        board.gauge("sla_leg_open", "How many are on a leg now", leg.open(), labels);
        board.gauge("sla_leg_breaches", "How many took longer than the target", leg.breaches(), labels);
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(LoopFigures::seconds).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
