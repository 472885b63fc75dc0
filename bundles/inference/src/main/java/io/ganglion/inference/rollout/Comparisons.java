// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.rollout.Router.Comparison;
import io.ganglion.api.rollout.Router.Verdict;
import io.ganglion.inference.evidence.ArmTally.Sums;
import io.ganglion.inference.evidence.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A trial beside its champion, by tests that may be looked at after every row. */
final class Comparisons {
    private static final double DAY = Duration.ofDays(1).toMillis();

    private final Policy policy;

    Comparisons(Policy policy) {
        this.policy = policy;
    }

    Comparison compare(Policy.Measure measure, Active trial, Active champion, Instant now) {
        return switch (measure) {
            case REFUTED -> refuted(trial, champion);
            case ALERTS -> alerts(trial, now);
            case DISAGREEMENT -> disagreement(trial);
        };
    }

    /** Two chances, each with half the error, so that both hold together. */
    private Comparison refuted(Active trial, Active champion) {
        Sums own = trial.tally().sums();
        Sums other = champion.tally().sums();
        Chance here = Chance.of(own.refuted(), own.confirmed(), policy.error() / 2);
        Chance there = Chance.of(other.refuted(), other.confirmed(), policy.error() / 2);
        String figures =
                own.refuted() + " of " + (own.refuted() + own.confirmed()) + " judged alerts refuted, the champion's "
                        + other.refuted() + " of " + (other.refuted() + other.confirmed());
        return comparison(
                trial,
                "refuted alerts an alert",
                share(own.refuted(), own.confirmed()),
                share(other.refuted(), other.confirmed()),
                here.low() - there.high(),
                here.high() - there.low(),
                figures,
                "more labels on the alerts of both");
    }

    /**
     * Of all alerts on the same rows, whose was it: without a difference half of them are the trial's. The total rate is
     * taken as observed.
     */
    private Comparison alerts(Active trial, Instant now) {
        Sums own = trial.tally().sums();
        long all = own.pairedAlerts() + own.championAlerts();
        double days = own.devices() * (Duration.between(own.since(), now).toMillis() / DAY);
        double total = all / days;
        Chance mine = Chance.of(own.pairedAlerts(), own.championAlerts(), policy.error());
        return comparison(
                trial,
                "alerts a device and day",
                own.pairedAlerts() / days,
                own.championAlerts() / days,
                all == 0 ? Double.NaN : total * (2 * mine.low() - 1),
                all == 0 ? Double.NaN : total * (2 * mine.high() - 1),
                own.pairedAlerts() + " alerts, the champion's " + own.championAlerts() + " on the same " + own.paired()
                        + " rows",
                "more alerts, or a greater difference");
    }

    private Comparison disagreement(Active trial) {
        Sums own = trial.tally().sums();
        double bound = policy.greatestExcess();
        return comparison(
                trial,
                "rows that it alone calls anomalous, beside the share allowed",
                (double) own.excess() / own.paired(),
                bound,
                own.excessLow() - bound,
                own.excessHigh() - bound,
                own.excess() + " of " + own.paired() + " rows that it alone calls anomalous",
                "more rows");
    }

    private static double share(long hits, long misses) {
        return (double) hits / (hits + misses);
    }

    private Comparison comparison(
            Active trial,
            String measure,
            double rate,
            double championRate,
            double low,
            double high,
            String figures,
            String missing) {
        Verdict verdict = high < 0 ? Verdict.BETTER : low > 0 ? Verdict.WORSE : Verdict.NOT_YET;
        String words = figures
                + String.format(
                        Locale.ROOT,
                        "; the difference lies between %.4g and %.4g with an error of at most %.3g however often one looks",
                        low,
                        high,
                        policy.error());
        return new Comparison(
                trial.model(),
                trial.champion(),
                verdict,
                measure,
                rate,
                championRate,
                low,
                high,
                policy.error(),
                verdict == Verdict.NOT_YET ? words + ". It takes " + missing : words);
    }
}
