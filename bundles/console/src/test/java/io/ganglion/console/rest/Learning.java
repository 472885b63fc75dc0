// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One model, one trial, one drifting device, in memory. */
final class Learning implements Router {

    private static final ModelId TRIAL = ModelId.parse("pump-anomaly@1.1.0");

    private Learning() {}

    static void putInto(Workshop workshop) {
        workshop.put(Router.class, new Learning());
        workshop.put(Models.class, new Models() {
            @Override
            public List<ModelStatus> list() {
                ModelSpec spec = new ModelSpec(
                        "Pump",
                        List.of(new ModelSpec.Input("motorCurrent", ModelSpec.Transform.LOG1P, 1, 0.5)),
                        1,
                        1,
                        1.0,
                        new ModelSpec.Commissioning(400, 0.99, 1.5));
                return List.of(new ModelStatus(
                        Workshop.MODEL,
                        "Pump",
                        "test",
                        ModelStatus.State.SERVING,
                        "compiled",
                        "",
                        100,
                        Optional.of(spec),
                        "{\"model\":\"pump-anomaly\"}"));
            }

            @Override
            public List<io.ganglion.api.model.Route> routes() {
                return List.of(new io.ganglion.api.model.Route("Pump", Workshop.MODEL, "compiled"));
            }
        });
        workshop.put(Drift.class, new Drift() {
            @Override
            public List<Standing> standings() {
                return List.of(
                        new Standing("Pump", "pump-2", "pump-anomaly@1.0.0", 900, List.of("score"), Double.NaN, 0));
            }

            @Override
            public List<Signal> signals(int limit) {
                return List.of(new Signal(
                        "Pump", "pump-2", "pump-anomaly@1.0.0", "score", "kswin", Workshop.NOW, 900, 1, 2, 0.4, 0.2));
            }
        });
        workshop.put(Retraining.class, new Retraining() {
            @Override
            public Firing request(String model, String by, String reason) {
                if (!model.equals("pump-anomaly")) {
                    throw new IllegalArgumentException("no model " + model + "; near is pump-anomaly");
                }
                return new Firing(
                        1,
                        Workshop.NOW,
                        model,
                        Trigger.OPERATOR,
                        Map.of("reason", reason),
                        by,
                        Outcome.WAITING,
                        "waits for the training before it",
                        Optional.empty(),
                        0);
            }

            @Override
            public List<Firing> firings(int limit) {
                return List.of(request("pump-anomaly", "operator", "a test"));
            }
        });
    }

    private static RoutePlan plan() {
        return new RoutePlan("Pump", Optional.empty(), List.of(RoutePlan.Trial.challenger(TRIAL, 0.25)));
    }

    private static Decision decision(Decision.Kind kind, String by, String reason) {
        return new Decision(7, Workshop.NOW, "Pump", kind, Optional.of(Workshop.MODEL), plan(), by, reason);
    }

    @Override
    public List<RoutePlan> plans() {
        return List.of(plan());
    }

    @Override
    public Decision route(RoutePlan plan, String by, String reason) {
        return decision(Decision.Kind.ROUTED, by, reason);
    }

    @Override
    public Decision promote(ModelId model, String by, String reason) {
        return decision(Decision.Kind.PROMOTED, by, reason);
    }

    @Override
    public Decision rollBack(String contract, String by, String reason) {
        return decision(Decision.Kind.ROLLED_BACK, by, reason);
    }

    @Override
    public List<ArmReport> arms() {
        return List.of(new ArmReport(
                "Pump",
                TRIAL,
                ArmReport.Role.CHALLENGER,
                Workshop.NOW,
                3,
                100,
                2,
                1,
                0,
                0,
                Double.NaN,
                0,
                900,
                4_000,
                Double.NaN));
    }

    @Override
    public List<Decision> decisions(String contract, int limit) {
        return List.of(decision(Decision.Kind.RESUMED, "policy", "the node started"));
    }

    @Override
    public Optional<ModelId> answered(String contract, String device, Instant at) {
        return Optional.of(Workshop.MODEL);
    }

    @Override
    public Comparison compare(ModelId trial) {
        return new Comparison(
                trial, Workshop.MODEL, Verdict.NOT_YET, "refuted alerts", 0, Double.NaN, -1, 1, 0.05, "too few labels");
    }
}
