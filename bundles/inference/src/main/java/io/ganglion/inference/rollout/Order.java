// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.scoring.LoadedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Who goes before whom, by plan. */
final class Order {
    private final Plans plans;
    private final Policy policy;
    private final LongConsumer again;

    /** @param again has it asked again after so many milliseconds */
    Order(Plans plans, Policy policy, LongConsumer again) {
        this.plans = plans;
        this.policy = policy;
        this.again = again;
    }

    /**
     * @param bestFirst who could answer
     * @param warm who answered once and answers only where a plan says so
     */
    List<LoadedModel> of(List<LoadedModel> bestFirst, List<LoadedModel> warm) {
        Map<String, List<LoadedModel>> byContract = new LinkedHashMap<>();
        for (LoadedModel model : bestFirst) {
            byContract
                    .computeIfAbsent(model.spec().contract(), contract -> new ArrayList<>())
                    .add(model);
        }
        for (LoadedModel model : warm) {
            String contract = model.spec().contract();
            if (plans.effective(contract).champion().equals(Optional.of(model.id()))) {
                byContract
                        .computeIfAbsent(contract, absent -> new ArrayList<>())
                        .add(model);
            }
        }
        List<LoadedModel> all = new ArrayList<>();
        byContract.forEach((contract, models) -> all.addAll(of(contract, models)));
        return all;
    }

    private List<LoadedModel> of(String contract, List<LoadedModel> models) {
        long wait = plans.waitsForChampion(contract, models);
        if (wait > 0) {
            // What answered before the restart comes back first: nobody else answers in between.
            again.accept(wait);
            return List.of();
        }
        arrivals(contract, models);
        RoutePlan plan = plans.effective(contract);
        List<ModelId> trials = plan.trials().stream().map(Trial::model).toList();
        List<LoadedModel> ordered = new ArrayList<>(models);
        // Stable: the best first among equals. Devices with a model on trial are better off than those with none.
        ordered.sort(java.util.Comparator.comparing(
                        (LoadedModel model) -> !plan.champion().equals(Optional.of(model.id())))
                .thenComparing(model -> trials.contains(model.id())));
        return ordered;
    }

    /** Where policy says so, a higher version looks on before it answers. */
    private void arrivals(String contract, List<LoadedModel> models) {
        Standing standing = plans.standing(contract);
        RoutePlan plan = plans.effective(contract);
        if (policy.arrivals() == Policy.Arrivals.ANSWER || plan.champion().isPresent() || !plans.runs(contract)) {
            return;
        }
        Optional<LoadedModel> champion = models.stream()
                .filter(model -> standing.champion().equals(Optional.of(model.id())))
                .findFirst();
        List<ModelId> trials = plan.trials().stream().map(Trial::model).toList();
        models.stream()
                .filter(model -> !trials.contains(model.id()))
                .findFirst()
                .filter(model -> champion.isPresent()
                        && model != champion.get()
                        && !model.id().equals(champion.get().id())
                        && model.majors().equals(champion.get().majors()))
                .ifPresent(model -> {
                    List<Trial> all = new ArrayList<>(plan.trials());
                    all.add(Trial.shadow(model.id()));
                    plans.stage(
                            new RoutePlan(contract, Optional.of(champion.get().id()), all),
                            Kind.ROUTED,
                            "policy",
                            model.id() + " came, and looks on beside "
                                    + champion.get().id());
                });
    }
}
