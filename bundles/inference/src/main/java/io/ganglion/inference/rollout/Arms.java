// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.evidence.ArmTally;
import io.ganglion.inference.scoring.Arm;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Who has which part now, and the routes that partitions follow. One thread changes; any may ask. */
final class Arms {
    private static final Comparator<Active> IN_ORDER =
            Comparator.comparing(Active::contract).thenComparing(Active::role).thenComparing(Active::model);

    private final ArmBook book;
    private volatile List<Active> active = List.of();

    Arms(ArmBook book) {
        this.book = book;
    }

    /** Ordered by contract, the champion first. */
    List<Active> active() {
        return active;
    }

    List<Active> trials(String contract) {
        return active.stream()
                .filter(arm -> arm.contract().equals(contract) && arm.role() != Role.CHAMPION && !arm.guard())
                .toList();
    }

    Optional<Active> guard(String contract) {
        return active.stream()
                .filter(arm -> arm.contract().equals(contract) && arm.guard())
                .findFirst();
    }

    Active champion(Active trial) {
        return active.stream()
                .filter(arm -> arm.role() == Role.CHAMPION
                        && arm.contract().equals(trial.contract())
                        && arm.model().equals(trial.champion()))
                .findFirst()
                .orElse(trial);
    }

    /** The model of a trial where it runs: it is loaded, and reads what the champion reads. */
    static Optional<LoadedModel> runs(Trial trial, LoadedModel champion, Collection<LoadedModel> ready) {
        return ready.stream()
                .filter(model -> model.id().equals(trial.model())
                        && model != champion
                        && model.spec().contract().equals(champion.spec().contract())
                        && model.majors().equals(champion.majors()))
                .findFirst();
    }

    Routes routes(
            Plans plans,
            List<LoadedModel> champions,
            Collection<LoadedModel> ready,
            Tags tags,
            Policy policy,
            Instant now) {
        Map<String, List<LoadedModel>> byContract = new TreeMap<>();
        champions.forEach(model -> byContract
                .computeIfAbsent(model.spec().contract(), contract -> new ArrayList<>())
                .add(model));
        Draft draft = new Draft(ready, tags, policy);
        byContract.forEach((contract, models) -> draft.add(contract, models, plans.standing(contract), now));
        draft.all.sort(IN_ORDER);
        active = List.copyOf(draft.all);
        return new Routes(champions, draft.arms, draft.tallies);
    }

    /** Whether the champion before has looked on for long enough. */
    boolean guardEnds(Plans plans, Policy policy, Instant now) {
        return active.stream().anyMatch(arm -> arm.guard() && !isGuarded(plans.standing(arm.contract()), policy, now));
    }

    private static boolean isGuarded(Standing standing, Policy policy, Instant now) {
        return now.isBefore(standing.since().plus(policy.guard()));
    }

    /** What is being put together. */
    private final class Draft {
        private final Collection<LoadedModel> ready;
        private final Tags tags;
        private final Policy policy;
        private final List<Active> all = new ArrayList<>();
        private final List<Arm> arms = new ArrayList<>();
        private final Map<LoadedModel, ArmTally> tallies = new HashMap<>();

        Draft(Collection<LoadedModel> ready, Tags tags, Policy policy) {
            this.ready = ready;
            this.tags = tags;
            this.policy = policy;
        }

        void add(String contract, List<LoadedModel> champions, Standing standing, Instant now) {
            Set<String> keys = new HashSet<>();
            for (LoadedModel model : champions) {
                Active arm = add(contract, model, Role.CHAMPION, model.id(), false, device -> true);
                keys.add(ArmBook.key(contract, model.id(), Role.CHAMPION, model.id()));
                tallies.put(model, arm.tally());
            }
            LoadedModel first = champions.stream()
                    .filter(model -> standing.champion().equals(Optional.of(model.id())))
                    .findFirst()
                    .orElse(champions.get(0));
            for (Trial trial : standing.plan().trials()) {
                Role role = trial.mode() == Mode.SHADOW ? Role.SHADOW : Role.CHALLENGER;
                keys.add(ArmBook.key(contract, trial.model(), role, first.id()));
                runs(trial, first, ready).ifPresent(model -> {
                    Predicate<String> devices = devices(standing, trial, tags);
                    Active arm = add(contract, model, role, first.id(), false, devices);
                    arms.add(new Arm(model, trial.mode() == Mode.CHALLENGER, devices, arm.tally()));
                });
            }
            if (isGuarded(standing, policy, now)) {
                addGuard(contract, standing, first, keys);
            }
            book.retain(contract, keys);
        }

        /** The champion before looks on for a while after a switch: what it sees says whether the switch was right. */
        private void addGuard(String contract, Standing standing, LoadedModel first, Set<String> keys) {
            RoutePlan plan = standing.plan();
            Optional<ModelId> before = standing.former().stream().findFirst();
            if (before.isEmpty()
                    || plan.trials().stream().anyMatch(trial -> trial.model().equals(before.get()))) {
                return;
            }
            Trial guard = Trial.shadow(before.get());
            keys.add(ArmBook.key(contract, guard.model(), Role.SHADOW, first.id()));
            runs(guard, first, ready).ifPresent(model -> {
                Active arm = add(contract, model, Role.SHADOW, first.id(), true, device -> true);
                arms.add(new Arm(model, false, arm.devices(), arm.tally()));
            });
        }

        private Active add(
                String contract,
                LoadedModel model,
                Role role,
                ModelId champion,
                boolean guard,
                Predicate<String> devices) {
            ArmTally tally = book.tally(ArmBook.key(contract, model.id(), role, champion), policy.error());
            double promised = 1 - model.spec().commissioning().quantile();
            Active arm = new Active(contract, model.id(), role, champion, guard, devices, promised, tally);
            all.add(arm);
            return arm;
        }
    }

    private static Predicate<String> devices(Standing standing, Trial trial, Tags tags) {
        String contract = standing.plan().contract();
        if (!trial.tag().isEmpty()) {
            Pattern names = Tags.pattern(tags.of(trial.tag()));
            return device -> names.matcher(device).matches();
        }
        if (trial.mode() == Mode.CHALLENGER) {
            BitSet slots = standing.slots().get(trial.model());
            return device -> slots.get(Slots.of(contract, device));
        }
        int end = (int) Math.round(trial.share() * Slots.COUNT);
        return device -> Slots.of(contract, device) < end;
    }
}
