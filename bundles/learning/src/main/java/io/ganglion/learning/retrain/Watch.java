// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.rollout.ArmReport;
import io.ganglion.api.rollout.ArmReport.Role;
import io.ganglion.api.rollout.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks for reasons to make a model anew. What it says has been quiet for a while: signals that belong together are one
 * cause. Not thread-safe.
 */
final class Watch {
    private static final int SIGNALS = 1_000;
    /** However restless it stays, after so many quiet times it is said. */
    private static final int LONGEST = 4;

    static final String DRIFT_UNTIL = "driftUntil";
    static final String JUDGED = "judgedAlerts";
    static final String CHAMPION = "champion";

    private final Surroundings node;
    private final ZoneId zone;
    private final Instant since;
    private final Map<String, Restless> restless = new HashMap<>();

    /** What stands, since when, and since when unchanged. */
    private record Restless(Map<Trigger, Map<String, String>> reasons, Instant first, Instant changed) {}

    /**
     * A reason to make a model anew.
     *
     * @param trigger the foremost
     * @param evidence of all that stood
     */
    record Cause(Trigger trigger, Map<String, String> evidence) {}

    /**
     * What was dealt with before.
     *
     * @param last the last firing whose cause was dealt with
     * @param newest the newest firing by policy, whatever became of it
     */
    record Past(Optional<FiringLog.Entry> last, Optional<FiringLog.Entry> newest) {
        static Past of(String model, FiringLog log) {
            Optional<FiringLog.Entry> last = log.newest().stream()
                    .filter(entry -> entry.firing().model().equals(model) && !entry.open())
                    .findFirst();
            Optional<FiringLog.Entry> newest = log.newest().stream()
                    .filter(entry -> entry.firing().model().equals(model)
                            && entry.firing().trigger() != Trigger.OPERATOR)
                    .findFirst();
            return new Past(last, newest);
        }

        private Instant dealtWith() {
            return last.map(entry -> entry.firing().at()).orElse(Instant.EPOCH);
        }

        private Optional<String> evidence(String key) {
            return last.map(entry -> entry.firing().evidence().get(key));
        }
    }

    /** @param since when this node began to learn: a schedule counts from there */
    Watch(Surroundings node, ZoneId zone, Instant since) {
        this.node = node;
        this.zone = zone;
        this.since = since;
    }

    /** A cause that is ripe, at most once for what stands. */
    Optional<Cause> look(String model, String contract, Policy.Triggers policy, Past past, Instant now) {
        Map<Trigger, Map<String, String>> reasons = new EnumMap<>(Trigger.class);
        drift(model, policy, past, now).ifPresent(evidence -> reasons.put(Trigger.DRIFT, evidence));
        accuracy(model, policy, past).ifPresent(evidence -> reasons.put(Trigger.ACCURACY, evidence));
        labels(contract, policy, past, now).ifPresent(evidence -> reasons.put(Trigger.LABELS, evidence));
        schedule(policy, past, now).ifPresent(evidence -> reasons.put(Trigger.SCHEDULE, evidence));
        boolean resting = past.newest()
                .map(entry -> entry.firing().at().plus(policy.rest()).isAfter(now))
                .orElse(false);
        if (reasons.isEmpty() || resting) {
            restless.remove(model);
            return Optional.empty();
        }
        Restless before = restless.get(model);
        Restless stands = before == null
                ? new Restless(reasons, now, now)
                : new Restless(reasons, before.first(), before.reasons().equals(reasons) ? before.changed() : now);
        restless.put(model, stands);
        Duration longest = policy.quiet().multipliedBy(LONGEST);
        boolean ripe = !stands.changed().plus(policy.quiet()).isAfter(now)
                || !stands.first().plus(longest).isAfter(now);
        if (!ripe) {
            return Optional.empty();
        }
        restless.remove(model);
        Map<String, String> evidence = new TreeMap<>();
        reasons.values().forEach(evidence::putAll);
        Trigger foremost = List.of(Trigger.DRIFT, Trigger.ACCURACY, Trigger.LABELS, Trigger.SCHEDULE).stream()
                .filter(reasons::containsKey)
                .findFirst()
                .orElseThrow();
        return Optional.of(new Cause(foremost, evidence));
    }

    /** Many devices that still drift, or one for long: a single noisy device is no matter for the model. */
    private Optional<Map<String, String>> drift(String model, Policy.Triggers policy, Past past, Instant now) {
        Instant until = past.evidence(DRIFT_UNTIL).map(Instant::parse).orElse(Instant.MIN);
        List<Drift.Signal> signals = standing(model, until);
        Map<String, Instant> since = new TreeMap<>();
        TreeSet<String> subjects = new TreeSet<>();
        for (Drift.Signal signal : signals) {
            subjects.add(signal.subject());
            if (!signal.device().isEmpty()) {
                since.merge(signal.device(), signal.at(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        Optional<String> persistent = policy.driftPersistent().isZero()
                ? Optional.empty()
                : since.keySet().stream()
                        .filter(device -> !since.get(device)
                                .plus(policy.driftPersistent())
                                .isAfter(now))
                        .findFirst();
        boolean whole = signals.stream().anyMatch(signal -> signal.device().isEmpty());
        boolean many = policy.driftDevices() > 0 && (whole || since.size() >= policy.driftDevices());
        if (!many && persistent.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("driftSignals", Integer.toString(signals.size()));
        evidence.put(
                "driftingDevices",
                String.join(", ", since.keySet().stream().limit(20).toList()));
        evidence.put("driftingDeviceCount", Integer.toString(since.size()));
        evidence.put(
                "driftSubjects", String.join(", ", subjects.stream().limit(20).toList()));
        evidence.put(
                DRIFT_UNTIL,
                signals.stream()
                        .map(Drift.Signal::at)
                        .max(Instant::compareTo)
                        .orElseThrow()
                        .toString());
        persistent.ifPresent(device -> evidence.put("persistentDevice", device));
        return Optional.of(evidence);
    }

    /** New signals of devices that have not come back, and of the model as a whole. */
    private List<Drift.Signal> standing(String model, Instant until) {
        Optional<Drift> drift = node.find(Drift.class);
        Set<String> drifting = new HashSet<>();
        drift.stream()
                .flatMap(known -> known.standings().stream())
                .filter(standing -> standing.model().startsWith(model + "@")
                        && !standing.drifting().isEmpty())
                .forEach(standing -> drifting.add(standing.device()));
        return drift.map(known -> known.signals(SIGNALS)).orElse(List.of()).stream()
                .filter(signal ->
                        signal.model().startsWith(model + "@") && signal.at().isAfter(until))
                .filter(signal -> signal.device().isEmpty() || drifting.contains(signal.device()))
                .toList();
    }

    private Optional<Map<String, String>> accuracy(String model, Policy.Triggers policy, Past past) {
        if (policy.refutedShare() == 0) {
            return Optional.empty();
        }
        return node.find(Router.class).stream()
                .flatMap(router -> router.arms().stream())
                .filter(arm -> arm.role() == Role.CHAMPION && arm.model().name().equals(model))
                .filter(arm -> fails(arm, policy, past))
                .findFirst()
                .map(arm -> {
                    long judged = arm.confirmed() + arm.refuted();
                    return new TreeMap<>(Map.of(
                            CHAMPION,
                            arm.model().toString(),
                            JUDGED,
                            Long.toString(judged),
                            "refutedAlerts",
                            Long.toString(arm.refuted()),
                            "refutedShare",
                            String.format(Locale.ROOT, "%.3f", (double) arm.refuted() / judged)));
                });
    }

    private static boolean fails(ArmReport arm, Policy.Triggers policy, Past past) {
        long judged = arm.confirmed() + arm.refuted();
        boolean same =
                past.evidence(CHAMPION).filter(arm.model().toString()::equals).isPresent();
        long known = same ? past.evidence(JUDGED).map(Long::parseLong).orElse(0L) : 0;
        return judged >= known + policy.judgedAlerts() && arm.refuted() >= policy.refutedShare() * judged;
    }

    private Optional<Map<String, String>> labels(String contract, Policy.Triggers policy, Past past, Instant now) {
        if (policy.labels() == 0) {
            return Optional.empty();
        }
        Optional<Labels> labels = node.find(Labels.class).filter(known -> known.recorded() >= policy.labels());
        Map<String, Integer> found = new TreeMap<>();
        int count = 0;
        for (Label label : labels.map(known -> known.list(contract, "", Instant.EPOCH, now))
                .orElse(List.of())) {
            if (label.at().isAfter(past.dealtWith())) {
                count++;
                found.merge(label.finding().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        return count < policy.labels()
                ? Optional.empty()
                : Optional.of(
                        new TreeMap<>(Map.of("newLabels", Integer.toString(count), "findings", found.toString())));
    }

    private Optional<Map<String, String>> schedule(Policy.Triggers policy, Past past, Instant now) {
        Instant from = past.last().map(entry -> entry.firing().at()).orElse(since);
        return policy.schedule()
                .next(from, zone)
                .filter(due -> !due.isAfter(now))
                .map(due -> new TreeMap<>(Map.of("schedule", policy.schedule().toString(), "due", due.toString())));
    }
}
