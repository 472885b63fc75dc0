// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.hub.Hub;
import io.ganglion.api.hub.Lineage;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.api.model.Models;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Hands a candidate to the registry and, where policy says so, to the router as a shadow. Never further. */
final class Handover {
    private static final String BY = "policy";

    private final Surroundings node;
    private final Duration patience;

    /** @param patience with a bundle that was just installed, until it has proved itself */
    Handover(Surroundings node, Duration patience) {
        this.node = node;
        this.patience = patience;
    }

    /**
     * Says how far it came, with the next step. What stops it on the way leaves the candidate where it is.
     *
     * @param jar the candidate's bundle
     */
    String deliver(ModelId candidate, ModelId champion, Path jar, Lineage lineage, Policy.Then then)
            throws InterruptedException {
        Optional<Hub> hub = node.find(Hub.class);
        if (hub.isEmpty()) {
            return "there is no registry on this node (feature ganglion-hub): the candidate lies in " + jar;
        }
        String reached = "";
        try {
            hub.get().register(candidate, jar, lineage, BY);
            reached = "registered";
            if (then == Policy.Then.REGISTER) {
                return "registered; approve it: aiot:hub-approve " + candidate;
            }
            hub.get().approve(candidate, BY, lineage.cause());
            reached = "approved";
            if (then == Policy.Then.APPROVE) {
                return "approved; try it: aiot:model-route " + lineage.contract() + " --shadow " + candidate;
            }
            Optional<Router> router = node.find(Router.class);
            return router.isPresent()
                    ? shadow(candidate, champion, lineage, hub.get(), router.get())
                    : "approved; there is no router on this node that could put it into shadow";
        } catch (IOException | RuntimeException e) {
            return (reached.isEmpty() ? "not registered: " : reached + ", and no further: ") + e.getMessage()
                    + ". The candidate lies in " + jar;
        }
    }

    private String shadow(ModelId candidate, ModelId champion, Lineage lineage, Hub hub, Router router)
            throws IOException, InterruptedException {
        RoutePlan plan = plan(router, lineage.contract());
        if (plan.champion().isEmpty()) {
            // Or the highest version would answer as soon as it is installed, and that is nobody's decision.
            plan = new RoutePlan(plan.contract(), Optional.of(champion), plan.trials());
            router.route(plan, BY, champion + " stays while " + candidate + " is tried");
        }
        hub.install(candidate);
        awaitProven(candidate);
        RoutePlan current = plan(router, lineage.contract());
        List<Trial> trials = new ArrayList<>();
        for (Trial trial : current.trials()) {
            boolean before = trial.model().name().equals(candidate.name()) && trial.mode() == Mode.SHADOW;
            if (!before && !trial.model().equals(candidate)) {
                trials.add(trial);
            }
        }
        trials.add(Trial.shadow(candidate));
        router.route(new RoutePlan(current.contract(), current.champion(), trials), BY, lineage.cause());
        return "in shadow; watch it: aiot:model-route, take it on: aiot:model-promote " + candidate;
    }

    private static RoutePlan plan(Router router, String contract) {
        return router.plans().stream()
                .filter(plan -> plan.contract().equals(contract))
                .findFirst()
                .orElse(RoutePlan.automatic(contract));
    }

    private void awaitProven(ModelId candidate) throws IOException, InterruptedException {
        Models models = node.find(Models.class).orElseThrow(() -> new IOException("inference does not run"));
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<ModelStatus> status = models.list().stream()
                    .filter(model -> model.id().equals(candidate))
                    .findFirst();
            State state = status.map(ModelStatus::state).orElse(State.UNRESOLVED);
            if (state == State.SERVING || state == State.STANDBY) {
                return;
            }
            if (state == State.REFUSED || System.nanoTime() > until) {
                throw new IOException(candidate + " did not prove itself here: "
                        + status.map(ModelStatus::problem).orElse("it is not installed"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
