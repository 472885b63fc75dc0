// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.hub.ModelRecord;
import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Retraining;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models: which there are, who answers and is on trial, whether devices drift, what is made anew. */
final class ModelRoutes {

    private static final String INFERENCE = "inference";
    private static final String LEARNING = "learning";

    private final Services services;

    record ModelRow(
            ModelId id,
            String contract,
            ModelStatus.State state,
            String engine,
            String problem,
            long scored,
            String majors,
            String origin,
            Optional<ModelRecord.Stage> stage) {}

    record ModelDetail(
            @Flat ModelRow row,
            Optional<ModelSpec> spec,
            Optional<JsonNode> card,
            Optional<Lineage> lineage,
            Optional<List<ModelRecord.Step>> steps) {}

    record RouteRow(
            String contract,
            Optional<ModelId> champion,
            List<RoutePlan.Trial> trials,
            List<ArmReport> arms,
            List<Router.Comparison> comparisons) {}

    record DriftReport(List<Drift.Standing> standings, List<Drift.Signal> signals) {}

    record Because(String reason) {}

    record Training(String model, String reason) {}

    ModelRoutes(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/models", "Model bundles of this node", List.of(), Types.listing(ModelRow.class), this::list),
                Route.get(
                        "/models/{id}",
                        "One with its card, its origin and its history",
                        List.of(),
                        ModelDetail.class,
                        this::detail),
                Route.get(
                        "/routes",
                        "Who answers, who is on trial, what came of it",
                        List.of(),
                        Types.listing(RouteRow.class),
                        request -> Answer.ok(Listing.all(plans()))),
                Route.get(
                        "/decisions",
                        "Changes of routes, the newest first",
                        List.of("contract", "limit", "offset"),
                        Types.listing(Decision.class),
                        request -> Answer.ok(Listing.newest(
                                router().decisions(request.text("contract").orElse(""), Listing.need(request)),
                                request))),
                Route.post(
                        "/models/{id}/promote",
                        Role.MODEL_OWNER,
                        "Take a trial one step on",
                        Because.class,
                        Decision.class,
                        200,
                        request -> Answer.ok(router().promote(id(request), request.user(), because(request)))),
                Route.post(
                        "/routes/{contract}/rollback",
                        Role.MODEL_OWNER,
                        "Back to the champion before",
                        Because.class,
                        Decision.class,
                        200,
                        request -> Answer.ok(
                                router().rollBack(request.segment("contract"), request.user(), because(request)))),
                Route.get(
                        "/drift", "Which devices drift, and in what", List.of("limit"), DriftReport.class, this::drift),
                Route.get(
                        "/retrainings",
                        "What was made anew and why, the newest first",
                        List.of("limit", "offset"),
                        Types.listing(Retraining.Firing.class),
                        request -> Answer.ok(Listing.newest(
                                services.need(Retraining.class, LEARNING).firings(Listing.need(request)), request))),
                Route.post(
                        "/retrainings",
                        Role.MODEL_OWNER,
                        "Ask for a candidate",
                        Training.class,
                        Retraining.Firing.class,
                        202,
                        this::train));
    }

    private Router router() {
        return services.need(Router.class, INFERENCE);
    }

    private static ModelId id(Request request) {
        try {
            return ModelId.parse(request.segment("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(e.getMessage());
        }
    }

    private static String because(Request request) throws IOException {
        String reason = request.body(Because.class).reason().strip();
        if (reason.isEmpty()) {
            throw Problem.invalid("say the reason: it is kept with the decision");
        }
        return reason;
    }

    private Answer list(Request request) {
        List<ModelRow> rows = new ArrayList<>();
        Map<ModelId, ModelRecord.Stage> stages = new HashMap<>();
        services.find(Hub.class).map(Hub::list).orElse(List.of()).forEach(one -> stages.put(one.id(), one.stage()));
        for (ModelStatus status : services.need(Models.class, INFERENCE).list()) {
            rows.add(row(status, Optional.ofNullable(stages.get(status.id()))));
        }
        return Answer.ok(Listing.all(rows));
    }

    private static ModelRow row(ModelStatus status, Optional<ModelRecord.Stage> stage) {
        return new ModelRow(
                status.id(),
                status.contract(),
                status.state(),
                status.engine(),
                status.problem(),
                status.scored(),
                status.majors(),
                status.origin(),
                stage);
    }

    private Answer detail(Request request) {
        ModelId id = id(request);
        List<ModelStatus> all = services.need(Models.class, INFERENCE).list();
        ModelStatus status = all.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("no model " + id + " on this node"
                        + Near.named(
                                id.toString(),
                                all.stream().map(one -> one.id().toString()).toList())));
        Optional<ModelRecord> known = services.find(Hub.class).flatMap(hub -> hub.find(id));
        return Answer.ok(new ModelDetail(
                row(status, known.map(ModelRecord::stage)),
                status.spec(),
                Optional.of(status.card()).filter(card -> !card.isBlank()).map(Json::own),
                known.map(ModelRecord::lineage),
                known.map(ModelRecord::steps)));
    }

    private List<RouteRow> plans() {
        Map<String, ModelId> champions = new HashMap<>();
        services.find(Models.class)
                .map(Models::routes)
                .orElse(List.of())
                .forEach(route -> champions.put(route.contract(), route.champion()));
        List<ArmReport> arms = router().arms();
        List<RouteRow> rows = new ArrayList<>();
        for (RoutePlan plan : router().plans()) {
            rows.add(new RouteRow(
                    plan.contract(),
                    plan.champion().or(() -> Optional.ofNullable(champions.get(plan.contract()))),
                    plan.trials(),
                    arms.stream()
                            .filter(arm -> arm.contract().equals(plan.contract()))
                            .toList(),
                    comparisons(plan)));
        }
        return rows;
    }

    private List<Router.Comparison> comparisons(RoutePlan plan) {
        List<Router.Comparison> comparisons = new ArrayList<>();
        for (RoutePlan.Trial trial : plan.trials()) {
            try {
                comparisons.add(router().compare(trial.model()));
            } catch (IllegalArgumentException | IllegalStateException e) {
                // The trial ended between the two questions, or its champion is gone: nothing to compare.
            }
        }
        return comparisons;
    }

    private Answer drift(Request request) {
        Drift drift = services.need(Drift.class, LEARNING);
        return Answer.ok(new DriftReport(drift.standings(), drift.signals(request.limit())));
    }

    private Answer train(Request request) throws IOException {
        Training wanted = request.body(Training.class);
        return new Answer.Told(
                202,
                services.need(Retraining.class, LEARNING).request(wanted.model(), request.user(), wanted.reason()));
    }
}
