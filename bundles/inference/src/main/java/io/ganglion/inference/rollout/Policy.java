// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import java.time.Duration;

/**
 * When a trial goes on, ends, or the way back is taken.
 *
 * @param promotion whether a trial that fulfils all below goes on by itself
 * @param arrivals what happens to a version that is higher than the champion of an automatic plan
 * @param share of the devices that a shadow gets when it becomes a challenger
 * @param measure what the sequential test compares
 * @param error chance that a test ever speaks wrongly
 * @param leastRows rows that both have a verdict on before a trial goes on
 * @param leastTime how long a trial lasts at least
 * @param greatestExcess share of rows that it alone may call anomalous, 0 to 1
 * @param greatestSilence share of rows that the champion alone may call anomalous, 0 to 1
 * @param greatestAlertRatio alerts a champion's alert, on the same rows
 * @param latencyBudget of scoring, nanoseconds a row, 99th percentile; 0 for none
 * @param greatestErrors batches on which it may fail
 * @param guard how long the champion before looks on after a switch
 * @param rollsBack whether trials are stopped and champions rolled back by themselves
 */
public record Policy(
        Promotion promotion,
        Arrivals arrivals,
        double share,
        Measure measure,
        double error,
        long leastRows,
        Duration leastTime,
        double greatestExcess,
        double greatestSilence,
        double greatestAlertRatio,
        long latencyBudget,
        long greatestErrors,
        Duration guard,
        boolean rollsBack) {

    /** Who takes a trial on. */
    public enum Promotion {
        BY_HAND,
        /** Policy, where the test does not say worse. */
        NOT_WORSE,
        /** Policy, once the test says better; from shadow to challenger where it does not say worse. */
        BETTER
    }

    /** What a version does that comes where a plan is automatic. */
    public enum Arrivals {
        /** The highest version answers. */
        ANSWER,
        /** It is a shadow of the one that answers. */
        SHADOW
    }

    /** What a test compares. */
    public enum Measure {
        /** Of the alerts that people judged, the share that they refuted. */
        REFUTED,
        /** Alerts a device and day, on the rows that both looked at. */
        ALERTS,
        /** The share of rows that the trial alone calls anomalous, against what is allowed. */
        DISAGREEMENT
    }

    /** Trials by hand, with the way back by itself. */
    public static final Policy DEFAULT = new Policy(
            Promotion.BY_HAND,
            Arrivals.ANSWER,
            0.1,
            Measure.REFUTED,
            0.05,
            10_000,
            Duration.ofHours(1),
            0.2,
            1,
            3,
            5_000_000,
            3,
            Duration.ofHours(1),
            true);

    public Policy {
        share("canary_share", share);
        share("error", error);
        share("greatest_excess", greatestExcess);
        share("greatest_silence", greatestSilence);
        if (share == 0 || error == 0 || error == 1) {
            throw new IllegalArgumentException(
                    "a share and an error are above 0, an error below 1: canary_share=" + share + " error=" + error);
        }
        if (!(greatestAlertRatio >= 1) || leastRows < 0 || latencyBudget < 0 || greatestErrors < 0) {
            throw new IllegalArgumentException("greatest_alert_ratio is at least 1, and rows, budget and errors are not"
                    + " negative: greatest_alert_ratio=" + greatestAlertRatio + " least_rows=" + leastRows
                    + " latency_budget=" + latencyBudget + " greatest_errors=" + greatestErrors);
        }
        if (leastTime.isNegative() || guard.isNegative()) {
            throw new IllegalArgumentException(
                    "times are not negative: least_minutes=" + leastTime + " guard_minutes=" + guard);
        }
    }

    private static void share(String setting, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(setting + " is 0 to 1: " + value);
        }
    }
}
