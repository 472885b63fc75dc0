// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.api.rollout.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A router whose decisions a test makes. It routes nothing. */
final class Decisions implements Router {

    final List<Decision> made = new ArrayList<>();
    Optional<ModelId> answered = Optional.empty();

    /** Minutes after {@link Desk#NOW}. */
    Decision make(int minute, String contract, Decision.Kind kind, String champion, Trial... trials) {
        Optional<ModelId> who = champion.isEmpty() ? Optional.empty() : Optional.of(ModelId.parse(champion));
        Decision decision = new Decision(
                made.size() + 1L,
                at(minute),
                contract,
                kind,
                who,
                new RoutePlan(contract, who, List.of(trials)),
                "policy",
                "because of " + kind);
        made.add(decision);
        return decision;
    }

    static Instant at(int minute) {
        return Desk.NOW.plusSeconds(60L * minute);
    }

    @Override
    public List<RoutePlan> plans() {
        return made.stream()
                .map(Decision::contract)
                .distinct()
                .map(RoutePlan::automatic)
                .toList();
    }

    @Override
    public List<Decision> decisions(String contract, int limit) {
        List<Decision> newest = new ArrayList<>(made.stream()
                .filter(decision -> contract.isEmpty() || decision.contract().equals(contract))
                .toList());
        java.util.Collections.reverse(newest);
        return newest.subList(0, Math.min(limit, newest.size()));
    }

    @Override
    public Optional<ModelId> answered(String contract, String device, Instant at) {
        return answered;
    }

    @Override
    public Decision route(RoutePlan plan, String by, String reason) {
        throw new UnsupportedOperationException("the hub asks, it does not route");
    }

    @Override
    public Decision promote(ModelId model, String by, String reason) {
        throw new UnsupportedOperationException("the hub asks, it does not route");
    }

    @Override
    public Decision rollBack(String contract, String by, String reason) {
        throw new UnsupportedOperationException("the hub asks, it does not route");
    }

    @Override
    public List<ArmReport> arms() {
        return List.of();
    }

    @Override
    public Comparison compare(ModelId trial) {
        throw new UnsupportedOperationException("the hub asks, it does not route");
    }
}
