// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.scoring.LoadedModel;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans, where each contract stands, and the decisions that led there. One thread changes; any may ask. */
final class Plans {
    private static final Logger LOG = LoggerFactory.getLogger(Plans.class);
    /** How long a start waits for the model that answered before: bundles come one after the other. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Staged(RoutePlan plan, Kind kind, String by, String reason) {}

    private final RouteStore store;
    private final Clock clock;
    private final Instant started;
    private final Set<String> running = new HashSet<>();
    /** Contracts that nobody answers for at the moment; who did is waited for. */
    private final Set<String> mute = new HashSet<>();

    private final Map<String, Staged> staged = new HashMap<>();
    private final Map<String, List<Entry.Challenger>> answering = new HashMap<>();
    private volatile Map<String, Standing> standings;
    private Decision latest;

    Plans(RouteStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.started = clock.instant();
        Map<String, Standing> kept = Map.of();
        try {
            kept = store.open();
        } catch (IOException e) {
            LOG.warn("Plans cannot be read, so the highest versions answer: {}", e.toString());
        }
        standings = Map.copyOf(kept);
    }

    List<RoutePlan> list() {
        List<RoutePlan> all = new ArrayList<>();
        new TreeMap<>(standings).forEach((contract, standing) -> all.add(standing.plan()));
        return all;
    }

    List<Entry> entries() {
        return store.entries();
    }

    Set<String> contracts(Set<String> more) {
        Set<String> all = new TreeSet<>(standings.keySet());
        all.addAll(more);
        all.addAll(staged.keySet());
        return all;
    }

    Standing standing(String contract) {
        return standings.getOrDefault(contract, Standing.fresh(contract));
    }

    /** The plan that counts for the next settling. */
    RoutePlan effective(String contract) {
        Staged next = staged.get(contract);
        return next != null ? next.plan : standing(contract).plan();
    }

    /** Whether somebody has answered for it since the node started. */
    boolean runs(String contract) {
        return running.contains(contract);
    }

    /** Milliseconds for which the one that answered before the restart may still come; 0 where it need not be waited for. */
    long waitsForChampion(String contract, List<LoadedModel> here) {
        Optional<ModelId> before = standing(contract).champion();
        if (running.contains(contract) || staged.containsKey(contract) || before.isEmpty()) {
            return 0;
        }
        boolean came = here.stream().anyMatch(model -> model.id().equals(before.get()));
        return came
                ? 0
                : Math.max(
                        0,
                        Duration.between(clock.instant(), started.plus(PATIENCE))
                                .toMillis());
    }

    RoutePlan withTrial(ModelId model) {
        List<ModelId> all = new ArrayList<>();
        for (Standing standing : standings.values()) {
            for (Trial trial : standing.plan().trials()) {
                all.add(trial.model());
                if (trial.model().equals(model)) {
                    return standing.plan();
                }
            }
        }
        throw new IllegalArgumentException(model + " is on no trial. On trial: " + all
                + ". Put it on one: aiot:model-route CONTRACT --shadow " + model);
    }

    RoutePlan without(ModelId model) {
        RoutePlan plan = withTrial(model);
        return new RoutePlan(
                plan.contract(),
                plan.champion(),
                plan.trials().stream()
                        .filter(trial -> !trial.model().equals(model))
                        .toList());
    }

    /** The next settling takes this plan. */
    void stage(RoutePlan plan, Kind kind, String by, String reason) {
        staged.put(plan.contract(), new Staged(plan, kind, by, reason));
    }

    /**
     * Has a plan settled at once.
     *
     * @throws IllegalStateException where the disk refuses; nothing has changed then
     */
    Decision staged(RoutePlan plan, Kind kind, String by, String reason, Runnable settle) {
        stage(plan, kind, by, reason);
        latest = null;
        try {
            settle.run();
        } finally {
            staged.remove(plan.contract());
        }
        if (latest == null) {
            throw new IllegalStateException("the plan of " + plan.contract() + " was not settled; see the log");
        }
        return latest;
    }

    /** Sees what follows for a contract where this model answers, and writes it down where that is something new. */
    void settle(String contract, Optional<LoadedModel> first, Collection<LoadedModel> ready, Tags tags) {
        Standing before = standing(contract);
        Staged wanted = staged.get(contract);
        boolean fresh = !running.contains(contract);
        if (first.isEmpty() && wanted == null) {
            fallSilent(contract, before, fresh);
            return;
        }
        boolean again = mute.remove(contract);
        RoutePlan plan = effective(contract);
        Map<ModelId, BitSet> slots = Slots.allot(before.slots(), plan);
        List<Entry.Challenger> challengers = challengers(plan, first, ready, slots, tags);
        Optional<ModelId> champion = first.map(LoadedModel::id);
        boolean same = champion.equals(before.champion());
        if (wanted == null && !fresh && !again && same && challengers.equals(answering.get(contract))) {
            return;
        }
        Words words = new Words(before, plan, champion, fresh, again, store.finding(contract));
        Kind kind = wanted != null ? wanted.kind : words.kind();
        Instant now = clock.instant();
        Decision decision = new Decision(
                store.next(),
                now,
                contract,
                kind,
                champion,
                plan,
                wanted == null ? "node" : wanted.by,
                wanted == null ? words.reason() : wanted.reason);
        boolean configured = wanted != null && wanted.by.equals(RouteDesk.CONFIGURATION);
        Standing after = new Standing(
                plan,
                slots,
                champion,
                former(before, champion, kind),
                same ? before.since() : kind == Kind.ROLLED_BACK ? Instant.EPOCH : now,
                configured ? plan.toString() : before.configured());
        commit(contract, after, new Entry(decision, challengers), wanted != null);
        running.add(contract);
        answering.put(contract, challengers);
    }

    /** Who answered stays the one to go on with: an engine or a bundle may be gone for a moment only. */
    private void fallSilent(String contract, Standing before, boolean fresh) {
        if (!fresh && before.champion().isPresent() && mute.add(contract)) {
            Decision decision = new Decision(
                    store.next(),
                    clock.instant(),
                    contract,
                    Kind.FOLLOWED,
                    Optional.empty(),
                    before.plan(),
                    "node",
                    before.champion().get() + " is gone, and nobody answers");
            commit(contract, before, new Entry(decision, List.of()), false);
        }
    }

    /** Writes down what changed nothing, once. */
    void note(String contract, String reason) {
        Standing standing = standing(contract);
        boolean known = store.entries().stream()
                .anyMatch(entry -> entry.decision().contract().equals(contract)
                        && entry.decision().reason().equals(reason));
        if (!known && running.contains(contract)) {
            Decision decision = new Decision(
                    store.next(),
                    clock.instant(),
                    contract,
                    Kind.STOPPED,
                    standing.champion(),
                    standing.plan(),
                    "node",
                    reason);
            commit(contract, standing, new Entry(decision, answering.getOrDefault(contract, List.of())), false);
        }
    }

    private static List<ModelId> former(Standing before, Optional<ModelId> champion, Kind kind) {
        if (champion.equals(before.champion())) {
            return before.former();
        }
        if (kind == Kind.ROLLED_BACK) {
            int at = before.former().indexOf(champion.orElse(null));
            return before.former().subList(at + 1, before.former().size());
        }
        return Standing.pushed(before.former(), before.champion(), champion);
    }

    private void commit(String contract, Standing after, Entry entry, boolean asked) {
        Map<String, Standing> all = new TreeMap<>(standings);
        all.put(contract, after);
        try {
            store.commit(all, entry);
        } catch (IOException e) {
            if (asked) {
                throw new IllegalStateException(
                        "the plan of " + contract + " is not on the disk, so nothing has changed: " + e.getMessage()
                                + ". Make room under the node's data folder, and try again",
                        e);
            }
            // A full disk must not silence devices: what answers, answers.
            LOG.warn("Decision on {} is not on the disk and is forgotten by a restart: {}", contract, e.toString());
        }
        standings = Map.copyOf(all);
        staged.remove(contract);
        latest = entry.decision();
        LOG.info("{} by {}: {}", latest.kind(), latest.by(), latest.reason());
    }

    private static List<Entry.Challenger> challengers(
            RoutePlan plan,
            Optional<LoadedModel> champion,
            Collection<LoadedModel> ready,
            Map<ModelId, BitSet> slots,
            Tags tags) {
        List<Entry.Challenger> all = new ArrayList<>();
        for (Trial trial : plan.trials()) {
            boolean runs = trial.mode() == Mode.CHALLENGER
                    && champion.isPresent()
                    && Arms.runs(trial, champion.get(), ready).isPresent();
            if (runs && trial.tag().isEmpty()) {
                all.add(new Entry.Challenger(trial.model(), Slots.text(slots.get(trial.model())), List.of()));
            } else if (runs && !tags.of(trial.tag()).isEmpty()) {
                all.add(new Entry.Challenger(trial.model(), "", tags.of(trial.tag())));
            }
        }
        return all;
    }
}
