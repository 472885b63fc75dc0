// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.scoring.LoadedModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whether a plan can be kept, before anything changes.
 *
 * @param offers every model bundle here
 * @param ready every model that could answer at once
 * @param standing where the contract stands
 */
record Inspection(List<ModelStatus> offers, Collection<LoadedModel> ready, Standing standing) {
    /** More models on one row would cost more than they tell. */
    private static final int TRIAL_LIMIT = 16;

    /** @throws IllegalArgumentException with the first thing that is in the way, and the next step */
    void pass(RoutePlan plan) {
        if (plan.trials().size() > TRIAL_LIMIT) {
            throw new IllegalArgumentException("a plan has at most " + TRIAL_LIMIT + " trials: contract="
                    + plan.contract() + " trials=" + plan.trials().size());
        }
        Optional<LoadedModel> champion = plan.champion().map(id -> ready(plan, id));
        if (champion.isEmpty()) {
            champion = automatic(plan);
        }
        for (Trial trial : plan.trials()) {
            LoadedModel model = ready(plan, trial.model());
            LoadedModel beside = champion.orElseThrow(() -> new IllegalArgumentException("nobody else answers for "
                    + plan.contract() + ", so " + trial.model() + " has nothing to be compared with. Make it champion:"
                    + " aiot:model-route " + plan.contract() + " --champion " + trial.model()));
            if (!model.majors().equals(beside.majors())) {
                throw new IllegalArgumentException(trial.model() + " reads " + plan.contract() + " " + model.majors()
                        + ".x, but the champion " + beside.id() + " reads " + beside.majors()
                        + ".x: a trial reads the same versions. Where both shall answer, each for its own, they need no"
                        + " trial");
            }
        }
    }

    /** Who would answer where the plan names nobody: anybody who is on no trial. */
    private Optional<LoadedModel> automatic(RoutePlan plan) {
        List<ModelId> trials = plan.trials().stream().map(Trial::model).toList();
        return ready.stream()
                .filter(model -> model.spec().contract().equals(plan.contract()) && !trials.contains(model.id()))
                .max(java.util.Comparator.comparing(
                                (LoadedModel model) -> standing.champion().equals(Optional.of(model.id())))
                        .thenComparing(LoadedModel::id));
    }

    private LoadedModel ready(RoutePlan plan, ModelId id) {
        LoadedModel model = ready.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(absent(id)));
        if (!model.spec().contract().equals(plan.contract())) {
            throw new IllegalArgumentException(id + " reads " + model.spec().contract() + ", not " + plan.contract()
                    + ". What is here for which contract: aiot:model-list");
        }
        return model;
    }

    private String absent(ModelId id) {
        return offers.stream()
                .filter(status -> status.id().equals(id))
                .findFirst()
                .map(status -> id + " is " + status.state().name().toLowerCase(java.util.Locale.ROOT)
                        + " and cannot look at devices: " + status.problem())
                .orElseGet(() -> id + " is not ready on this node. Ready: "
                        + ready.stream()
                                .map(LoadedModel::id)
                                .distinct()
                                .sorted()
                                .toList()
                        + ". Why one is not: aiot:model-list");
    }
}
