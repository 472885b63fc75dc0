// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.feedback.Alert;
import io.ganglion.api.feedback.Alerts;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.feedback.Sla;
import io.ganglion.api.feedback.Slas;
import io.ganglion.api.maintenance.Taxonomies;
import io.ganglion.api.maintenance.Taxonomy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The closed loop as it is looked at: episodes, causes, labels, clocks. */
final class FeedbackRoutes {

    private static final String BUNDLE = "feedback";
    private static final Duration SLA_SPAN = Duration.ofDays(30);

    private final Services services;

    record SlaView(@Flat Sla sla, double closureRate, double refutedRate, double missedRate) {}

    record SlaReport(Instant from, Instant to, List<SlaView> items) {}

    FeedbackRoutes(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/alerts",
                        "Episodes, the newest first",
                        List.of("device", "from", "to", "open", "limit", "offset"),
                        Types.listing(Alert.class),
                        this::alerts),
                Route.get("/alerts/{id}", "One episode", List.of(), Alert.class, this::alert),
                Route.get(
                        "/taxonomies/{contract}",
                        "Root causes that may be named",
                        List.of(),
                        Taxonomy.class,
                        request -> Answer.ok(
                                services.need(Taxonomies.class, BUNDLE).of(request.segment("contract")))),
                Route.get(
                        "/labels",
                        "What people found, ordered by its begin",
                        List.of("contract", "device", "from", "to", "limit", "offset"),
                        Types.listing(Label.class),
                        this::labels),
                Route.get(
                        "/slas",
                        "How fast the loop closes; of the last 30 days without a time",
                        List.of("from", "to"),
                        SlaReport.class,
                        this::slas));
    }

    private static Instant from(Request request) {
        return request.time("from").orElse(Instant.EPOCH);
    }

    private static Instant to(Request request) {
        return request.time("to").orElse(request.now().plus(Duration.ofDays(1)));
    }

    private Answer alerts(Request request) {
        return Answer.ok(Listing.newest(
                services.need(Alerts.class, BUNDLE)
                        .list(
                                request.text("device").orElse(""),
                                from(request),
                                to(request),
                                request.flag("open"),
                                Listing.need(request)),
                request));
    }

    private Answer alert(Request request) {
        String id = request.segment("id");
        return Answer.ok(services.need(Alerts.class, BUNDLE)
                .find(id)
                .orElseThrow(() -> Problem.notFound(
                        "no episode " + RecordReader.shortened(id) + " is kept here; GET /alerts names them")));
    }

    private Answer labels(Request request) {
        Labels labels = services.need(Labels.class, BUNDLE);
        List<String> contracts = request.text("contract")
                .map(List::of)
                .orElseGet(() -> services.find(Contracts.class).map(Contracts::list).orElse(List.of()).stream()
                        .map(ContractStatus::name)
                        .distinct()
                        .toList());
        List<Label> found = new ArrayList<>();
        for (String contract : contracts) {
            found.addAll(labels.list(contract, request.text("device").orElse(""), from(request), to(request)));
        }
        found.sort(Comparator.comparing(Label::from));
        return Answer.ok(Listing.part(found, request));
    }

    private Answer slas(Request request) {
        Instant to = to(request);
        Instant from = request.time("from").orElse(request.now().minus(SLA_SPAN));
        if (from.isAfter(to)) {
            throw Problem.invalid("from must not be after to: from=" + from + " to=" + to);
        }
        return Answer.ok(new SlaReport(
                from,
                to,
                services.need(Slas.class, BUNDLE).report(from, to).stream()
                        .map(sla -> new SlaView(sla, sla.closureRate(), sla.refutedRate(), sla.missedRate()))
                        .toList()));
    }
}
