// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.sla;

import io.ganglion.api.learning.Retraining;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Router;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Models that learned on this node, and when they began to answer. A model learned from a label when its retraining fired
 * after the label was recorded: a training reads the labels that are there when it begins. It is live with the first decision
 * after that firing which names it champion of the contract. A trial on some devices does not count, nor does a model that
 * came from elsewhere: nobody here knows what that learned from.
 */
final class Graduates {
    private static final int LOOK_BACK = 1_000;

    private final List<Firing> firings;
    private final List<Decision> decisions;

    Graduates(Retraining retraining, Router router) {
        firings = retraining.firings(LOOK_BACK).stream()
                .filter(firing -> firing.outcome() == Outcome.CANDIDATE
                        && firing.candidate().isPresent())
                .toList();
        decisions = router.decisions("", LOOK_BACK);
    }

    /** Which model, and since when. */
    record Graduate(ModelId model, Instant at) {}

    /**
     * The first for a label.
     *
     * @param model whose alert it answers: another version of it has to be live; empty for any model of the contract
     * @param label when it was recorded
     */
    Optional<Graduate> first(String contract, Optional<ModelId> model, Instant label) {
        return firings.stream()
                .filter(firing -> !firing.at().isBefore(label))
                .filter(firing -> model.map(answered -> answered.name().equals(firing.model()))
                        .orElse(true))
                .flatMap(firing -> decisions.stream()
                        .filter(decision -> decision.contract().equals(contract)
                                && decision.champion().equals(firing.candidate())
                                && !decision.at().isBefore(firing.at())
                                && decision.kind() != Decision.Kind.RESUMED)
                        .map(decision -> new Graduate(firing.candidate().orElseThrow(), decision.at())))
                .min(Comparator.comparing(Graduate::at));
    }
}
