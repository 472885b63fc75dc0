// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.rollout.Router.Verdict;
import io.ganglion.inference.evidence.ArmTally.Sums;
import io.ganglion.inference.evidence.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the policy says of what is running: in words with their figures, or nothing. */
final class Warden {
    /** Fewer rows say nothing of a latency. */
    private static final long LATENCY_ROWS = 1_000;
    /** So many times as slow as the other on the same machine. */
    private static final int SLOWER = 2;

    private final Policy policy;
    private final Comparisons comparisons;

    Warden(Policy policy) {
        this.policy = policy;
        this.comparisons = new Comparisons(policy);
    }

    /** Why a trial must end. */
    Optional<String> stop(Active trial, Active champion, Instant now) {
        Sums own = trial.tally().sums();
        return runs(own, Optional.of(champion.tally().sums()))
                .or(() -> alone(own.excessLow(), own.excess(), own.paired(), "the champion"))
                .or(() -> silent(own))
                .or(() -> jump(own.pairedAlerts(), own.championAlerts(), "the champion"))
                .or(() -> refuted(trial, champion, now));
    }

    /** Why a champion must give way to the one before it, which has looked at the same rows. */
    Optional<String> rollBack(Active champion, Optional<Active> guard, Instant now) {
        Optional<String> trouble =
                runs(champion.tally().sums(), guard.map(before -> before.tally().sums()));
        if (trouble.isPresent() || guard.isEmpty()) {
            return trouble;
        }
        // The guard's books are kept as a trial's: what it is silent about is what the champion alone says.
        Sums before = guard.get().tally().sums();
        String name = guard.get().model().toString();
        return alone(before.silentLow(), before.silent(), before.paired(), name)
                .or(() -> jump(before.championAlerts(), before.pairedAlerts(), name))
                .or(() -> refuted(champion, guard.get(), now));
    }

    private Optional<String> runs(Sums own, Optional<Sums> other) {
        if (own.errors() > policy.greatestErrors()) {
            return Optional.of("it failed on " + own.errors() + " batches, more than " + policy.greatestErrors());
        }
        boolean slow = policy.latencyBudget() > 0
                && own.rows() >= LATENCY_ROWS
                && own.latencyP99() > policy.latencyBudget()
                // Where the other is slow too, it is the machine.
                && other.stream().allMatch(sums -> own.latencyP99() > SLOWER * sums.latencyP99());
        return slow
                ? Optional.of("a row costs " + own.latencyP99() / 1_000 + " us at the 99th percentile of " + own.rows()
                        + " rows, more than the " + policy.latencyBudget() / 1_000 + " us that it may"
                        + other.map(sums -> "; the other takes " + sums.latencyP99() / 1_000 + " us")
                                .orElse(""))
                : Optional.empty();
    }

    private Optional<String> alone(double low, long excess, long paired, String other) {
        return low > policy.greatestExcess()
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it alone calls %d of %d rows anomalous, and %s does not: surely more than %.0f %%, allowed %.0f %%",
                        excess,
                        paired,
                        other,
                        100 * low,
                        100 * policy.greatestExcess()))
                : Optional.empty();
    }

    private Optional<String> silent(Sums own) {
        return own.silentLow() > policy.greatestSilence()
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it is silent on %d of %d rows that the champion calls anomalous: surely more than %.0f %%, allowed"
                                + " %.0f %%",
                        own.silent(),
                        own.paired(),
                        100 * own.silentLow(),
                        100 * policy.greatestSilence()))
                : Optional.empty();
    }

    private Optional<String> jump(long own, long others, String other) {
        boolean more = Chance.of(own, others, policy.error()).low() > 0.5;
        return more && own > policy.greatestAlertRatio() * others
                ? Optional.of(own + " alerts, " + other + " " + others + " on the same rows: more than "
                        + policy.greatestAlertRatio() + " times as many")
                : Optional.empty();
    }

    private Optional<String> refuted(Active one, Active other, Instant now) {
        var comparison = comparisons.compare(Policy.Measure.REFUTED, one, other, now);
        return comparison.verdict() == Verdict.WORSE ? Optional.of(comparison.explanation()) : Optional.empty();
    }

    /** Why a trial may go on: all that the policy asks for is there. */
    Optional<String> promote(Active trial, Active champion, Instant now) {
        Sums own = trial.tally().sums();
        var comparison = comparisons.compare(policy.measure(), trial, champion, now);
        boolean shadow = trial.role() == io.ganglion.api.rollout.ArmReport.Role.SHADOW;
        boolean proven = comparison.verdict() == Verdict.BETTER
                || comparison.verdict() == Verdict.NOT_YET
                        && (shadow || policy.promotion() == Policy.Promotion.NOT_WORSE);
        Duration age = Duration.between(own.since(), now);
        double excess = (double) own.excess() / own.paired();
        double silent = (double) own.silent() / own.paired();
        boolean fit = policy.promotion() != Policy.Promotion.BY_HAND
                && proven
                && own.paired() >= Math.max(1, policy.leastRows())
                && age.compareTo(policy.leastTime()) >= 0
                && excess <= policy.greatestExcess()
                && silent <= policy.greatestSilence()
                && own.pairedAlerts() <= Math.max(1, own.championAlerts()) * policy.greatestAlertRatio()
                && own.missed() == 0
                && own.errors() == 0;
        return fit ? Optional.of(words(own, age, comparison.explanation())) : Optional.empty();
    }

    private static String words(Sums own, Duration age, String comparison) {
        return String.format(
                Locale.ROOT,
                "after %d min: %d rows beside the champion, agreement %.2f %%, a row costs %d us (p99), no error; %s",
                age.toMinutes(),
                own.paired(),
                100 * own.agreement(),
                own.latencyP99() / 1_000,
                comparison);
    }
}
