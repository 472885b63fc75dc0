// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.learning.Retraining.Trigger;
import io.ganglion.api.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Books every firing, and says which one is next: one training at a time, one of a model in line, none beyond the budget.
 * Thread-safe.
 */
final class Desk {
    static final String STOPPED = "the node stopped meanwhile";
    private static final Duration DAY = Duration.ofDays(1);
    private static final String POLICY = "policy";

    private final FiringLog log;
    private final InstantSource clock;
    private final Deque<Long> line = new ArrayDeque<>();

    /** Books what a stop cut off: a training has failed, what waited waits again. */
    Desk(FiringLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        for (FiringLog.Entry entry : log.unfinished()) {
            if (entry.firing().outcome() == Outcome.TRAINING) {
                log.add(new FiringLog.Entry(
                        outcome(entry.firing(), Outcome.FAILED, STOPPED, Optional.empty(), 0), 0, true, true));
            } else {
                line.add(entry.firing().number());
            }
        }
    }

    synchronized Firing byOperator(String model, String by, String reason, Policy.Budget budget) {
        return book(model, Trigger.OPERATOR, Map.of("reason", reason), by, budget);
    }

    synchronized Firing byPolicy(String model, Watch.Cause cause, Policy.Budget budget) {
        return book(model, cause.trigger(), cause.evidence(), POLICY, budget);
    }

    private Firing book(String model, Trigger trigger, Map<String, String> evidence, String by, Policy.Budget budget) {
        Optional<Firing> before = log.unfinished().stream()
                .map(FiringLog.Entry::firing)
                .filter(firing -> firing.model().equals(model))
                .findFirst();
        if (before.isPresent()) {
            String what = before.get().outcome() == Outcome.TRAINING ? "which trains now" : "which waits";
            return declined(
                    model,
                    trigger,
                    evidence,
                    by,
                    "joins retraining " + before.get().number() + ", " + what,
                    false);
        }
        String exhausted = exhausted(budget);
        if (!exhausted.isEmpty()) {
            return declined(model, trigger, evidence, by, exhausted, true);
        }
        boolean first = line.isEmpty() && log.unfinished().isEmpty();
        Firing firing = new Firing(
                log.next(),
                clock.instant(),
                model,
                trigger,
                evidence,
                by,
                Outcome.WAITING,
                first ? "begins now" : "waits for the training before it",
                Optional.empty(),
                0);
        log.add(new FiringLog.Entry(firing, 0, false, false));
        line.add(firing.number());
        return firing;
    }

    private Firing declined(
            String model, Trigger trigger, Map<String, String> evidence, String by, String why, boolean open) {
        Firing firing = new Firing(
                log.next(), clock.instant(), model, trigger, evidence, by, Outcome.DECLINED, why, Optional.empty(), 0);
        log.add(new FiringLog.Entry(firing, 0, false, open));
        return firing;
    }

    /** Empty while there is some left; counts what waits as if it were trained. */
    private String exhausted(Policy.Budget budget) {
        Instant since = clock.instant().minus(DAY);
        int trainings = line.size();
        double cpu = 0;
        Instant oldest = clock.instant();
        for (FiringLog.Entry entry : log.newest()) {
            boolean counts = entry.trained() || entry.firing().outcome() == Outcome.TRAINING;
            if (counts && entry.firing().at().isAfter(since)) {
                trainings++;
                cpu += entry.cpuSeconds();
                oldest = entry.firing().at();
            }
        }
        if (trainings < budget.trainings() && cpu < budget.cpu().toSeconds()) {
            return "";
        }
        return "the budget of 24 hours is used up: " + trainings + " of " + budget.trainings() + " trainings, "
                + Math.round(cpu) + " of " + budget.cpu().toSeconds() + " s of processor time. The next may begin at "
                + oldest.plus(DAY) + "; or raise trainings_per_day or cpu_s_per_day in io.ganglion.learning";
    }

    /** The next one in line, booked as training. */
    synchronized Optional<Firing> begin() {
        Long number = line.poll();
        if (number == null) {
            return Optional.empty();
        }
        Firing waiting = log.find(number).orElseThrow().firing();
        Firing training = outcome(waiting, Outcome.TRAINING, "trains in a process of its own", Optional.empty(), 0);
        log.add(new FiringLog.Entry(training, 0, false, false));
        return Optional.of(training);
    }

    synchronized Firing end(Firing firing, Workshop.Result result) {
        Firing ended = outcome(firing, result.outcome(), result.explanation(), result.candidate(), result.seconds());
        log.add(new FiringLog.Entry(ended, result.cpuSeconds(), result.trained(), result.open()));
        return ended;
    }

    private static Firing outcome(
            Firing firing, Outcome outcome, String explanation, Optional<ModelId> candidate, double seconds) {
        return new Firing(
                firing.number(),
                firing.at(),
                firing.model(),
                firing.trigger(),
                firing.evidence(),
                firing.by(),
                outcome,
                explanation,
                candidate,
                seconds);
    }

    synchronized List<Firing> firings(int limit) {
        return log.firings(limit);
    }

    synchronized Watch.Past past(String model) {
        return Watch.Past.of(model, log);
    }
}
