// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.feedback.Labels;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.Router;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where plans are set and looked after. Changes happen on the floor's thread alone: verified first, then on the disk, then
 * one reference is exchanged. Whoever asks gets the last finished picture.
 */
public final class RouteDesk implements Router {
    private static final Logger LOG = LoggerFactory.getLogger(RouteDesk.class);
    static final String CONFIGURATION = "configuration";

    private final Clock clock;
    private final Plans plans;
    private final ArmBook book;
    private final Arms arms;
    private final Judge judge = new Judge();
    private final Map<String, RoutePlan> configured = new HashMap<>();
    private final Map<String, String> waiting = new HashMap<>();
    private Floor floor;
    private volatile Policy policy = Policy.DEFAULT;
    private volatile Tags tags = Tags.NONE;

    /** @param folder where plans, decisions and counts lie */
    public RouteDesk(Path folder, Clock clock) {
        this(folder, clock, step -> {});
    }

    /** @param step told before each step on the disk */
    RouteDesk(Path folder, Clock clock, Consumer<String> step) {
        this.clock = clock;
        this.book = new ArmBook(folder, clock);
        this.plans = new Plans(new RouteStore(folder, step), clock);
        this.arms = new Arms(book);
    }

    /** Before anything else, once. */
    public void stand(Floor where) {
        floor = where;
    }

    /** From the next batch on. */
    public void policy(Policy now) {
        policy = now;
        floor.perform(floor::reroute);
    }

    /** From the next batch on. */
    public void tags(Tags now) {
        tags = now;
        floor.perform(floor::reroute);
    }

    // What the floor asks, on its thread.

    /** Of models that could answer, the best first: the same with those first that a plan asks for, and trials last. */
    public List<LoadedModel> order(List<LoadedModel> bestFirst, List<LoadedModel> warm) {
        return new Order(plans, policy, floor::rerouteIn).of(bestFirst, warm);
    }

    /**
     * The routes that follow when these answer, the first of a contract before all. Decides, and writes the decision down.
     *
     * @param ready every model that is loaded
     */
    public Routes settle(List<LoadedModel> order, List<LoadedModel> champions) {
        Map<String, LoadedModel> first = new HashMap<>();
        order.forEach(model -> first.putIfAbsent(model.spec().contract(), model));
        Instant now = clock.instant();
        for (String contract : plans.contracts(first.keySet())) {
            plans.settle(contract, Optional.ofNullable(first.get(contract)), floor.ready(), tags);
        }
        return arms.routes(plans, champions, floor.ready(), tags, policy, now);
    }

    /** A model came, and cannot answer: whoever answers goes on, and the record says why it is not this one. */
    public void refused(ModelId model, String contract, String problem) {
        plans.standing(contract)
                .champion()
                .ifPresent(champion ->
                        plans.note(contract, model + " was refused, and " + champion + " answers on: " + problem));
    }

    /** Whether the plan of its contract names this model. */
    public boolean isPinned(LoadedModel model) {
        return plans.standing(model.spec().contract()).plan().champion().equals(Optional.of(model.id()));
    }

    // What people and policy ask.

    @Override
    public List<RoutePlan> plans() {
        return plans.list();
    }

    @Override
    public Decision route(RoutePlan plan, String by, String reason) {
        return floor.inTurn(() -> decide(plan, Kind.ROUTED, by, reason));
    }

    private Decision decide(RoutePlan plan, Kind kind, String by, String reason) {
        new Inspection(floor.statuses(), floor.ready(), plans.standing(plan.contract())).pass(plan);
        return plans.staged(plan, kind, by, reason, floor::reroute);
    }

    @Override
    public Decision promote(ModelId model, String by, String reason) {
        return floor.inTurn(() -> {
            RoutePlan plan = plans.withTrial(model);
            Promotion promotion = new Promotion(plan, model, policy.share());
            return decide(
                    promotion.next(), Kind.PROMOTED, by, promotion.words() + (reason.isBlank() ? "" : ": " + reason));
        });
    }

    @Override
    public Decision rollBack(String contract, String by, String reason) {
        return floor.inTurn(() -> {
            Standing standing = plans.standing(contract);
            ModelId back = standing.former().stream()
                    .filter(former ->
                            floor.ready().stream().anyMatch(model -> model.id().equals(former)))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("no champion before could answer for " + contract + ": before="
                                    + standing.former() + " ready="
                                    + floor.ready().stream()
                                            .map(LoadedModel::id)
                                            .sorted()
                                            .toList()
                                    + ". Name one: aiot:model-route " + contract + " --champion NAME@VERSION"));
            String words = back + " answers again"
                    + standing.champion().map(gone -> " instead of " + gone).orElse("");
            RoutePlan plan = new RoutePlan(contract, Optional.of(back), List.of());
            return decide(plan, Kind.ROLLED_BACK, by, words + (reason.isBlank() ? "" : ": " + reason));
        });
    }

    @Override
    public List<ArmReport> arms() {
        return arms.active().stream().map(Active::report).toList();
    }

    @Override
    public List<Decision> decisions(String contract, int limit) {
        List<Decision> newest = new ArrayList<>();
        List<Entry> all = plans.entries();
        for (int i = all.size() - 1; i >= 0 && newest.size() < limit; i--) {
            Decision decision = all.get(i).decision();
            if (contract.isEmpty() || decision.contract().equals(contract)) {
                newest.add(decision);
            }
        }
        return newest;
    }

    @Override
    public Optional<ModelId> answered(String contract, String device, Instant at) {
        List<Entry> all = plans.entries();
        for (int i = all.size() - 1; i >= 0; i--) {
            Decision decision = all.get(i).decision();
            if (decision.contract().equals(contract) && !decision.at().isAfter(at)) {
                return all.get(i).answered(device);
            }
        }
        return Optional.empty();
    }

    @Override
    public Comparison compare(ModelId trial) {
        List<Active> on = arms.active().stream()
                .filter(active -> active.role() != ArmReport.Role.CHAMPION)
                .toList();
        Active found = on.stream()
                .filter(active -> active.model().equals(trial))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no trial of " + trial + " runs. On trial: "
                        + on.stream().map(Active::model).toList()));
        return new Comparisons(policy).compare(policy.measure(), found, arms.champion(found), clock.instant());
    }

    // What time and configuration ask.

    /** This plan is configured; it is set as soon as its models are ready, and not again before it changes. */
    public void configure(RoutePlan plan) {
        floor.perform(() -> {
            configured.put(plan.contract(), plan);
            applyConfigured();
        });
    }

    /** Its configuration has gone; what it set stays. */
    public void forget(String contract) {
        floor.perform(() -> configured.remove(contract));
    }

    private void applyConfigured() {
        configured.forEach((contract, plan) -> {
            if (!plans.standing(contract).configured().equals(plan.toString())) {
                try {
                    decide(plan, Kind.ROUTED, CONFIGURATION, "configured");
                    waiting.remove(contract);
                } catch (IllegalArgumentException | IllegalStateException e) {
                    if (!Objects.equals(waiting.put(contract, e.getMessage()), e.getMessage())) {
                        LOG.warn("The configured plan of {} waits: {}", contract, e.getMessage());
                    }
                }
            }
        });
    }

    /** Looks after what runs: judges alerts by labels, ends or promotes trials, takes the way back. On the floor's thread. */
    public void check(Optional<Labels> labels) {
        applyConfigured();
        Instant now = clock.instant();
        judge.judge(labels, arms.active(), now);
        for (Active champion : arms.active()) {
            if (champion.role() == ArmReport.Role.CHAMPION) {
                check(champion, now);
            }
        }
        if (arms.guardEnds(plans, policy, now)) {
            floor.reroute();
        }
    }

    private void check(Active champion, Instant now) {
        Warden warden = new Warden(policy);
        Optional<Active> guard = arms.guard(champion.contract());
        Optional<String> trouble = policy.rollsBack() ? warden.rollBack(champion, guard, now) : Optional.empty();
        if (trouble.isPresent() && canRollBack(champion.contract())) {
            rollBack(champion.contract(), "policy", trouble.get());
            return;
        }
        for (Active trial : arms.trials(champion.contract())) {
            Optional<String> end = policy.rollsBack() ? warden.stop(trial, champion, now) : Optional.empty();
            Optional<String> on = warden.promote(trial, champion, now);
            if (end.isPresent()) {
                decide(
                        plans.without(trial.model()),
                        Kind.STOPPED,
                        "policy",
                        trial.model() + " is off trial: " + end.get());
                return;
            }
            if (on.isPresent()) {
                promote(trial.model(), "policy", on.get());
                return;
            }
        }
    }

    private boolean canRollBack(String contract) {
        List<ModelId> ready = floor.ready().stream().map(LoadedModel::id).toList();
        return plans.standing(contract).former().stream().anyMatch(ready::contains);
    }

    /** Writes the counts. On the floor's thread, or when it has ended. */
    public void flush() {
        book.flush();
    }
}
