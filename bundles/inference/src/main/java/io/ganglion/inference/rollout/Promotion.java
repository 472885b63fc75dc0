// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trial's next step: from shadow to challenger, from challenger to champion.
 *
 * @param plan now
 * @param model who goes on
 * @param share of the devices that a shadow gets
 */
record Promotion(RoutePlan plan, ModelId model, double share) {

    private Trial trial() {
        return plan.trials().stream()
                .filter(trial -> trial.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    RoutePlan next() {
        boolean shadow = trial().mode() == Mode.SHADOW;
        List<Trial> trials = new ArrayList<>();
        for (Trial trial : plan.trials()) {
            if (!trial.model().equals(model)) {
                trials.add(trial);
            } else if (shadow) {
                trials.add(
                        trial.tag().isEmpty()
                                ? Trial.challenger(model, share)
                                : new Trial(model, Mode.CHALLENGER, 0, trial.tag()));
            }
        }
        return new RoutePlan(plan.contract(), shadow ? plan.champion() : Optional.of(model), trials);
    }

    String words() {
        Trial trial = trial();
        if (trial.mode() == Mode.CHALLENGER) {
            return model + " answers for all devices";
        }
        return model + " answers for "
                + (trial.tag().isEmpty() ? 100 * share + " % of the devices" : "the devices with tag " + trial.tag());
    }
}
