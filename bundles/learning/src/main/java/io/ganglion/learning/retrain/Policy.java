// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.learning.process.Limits;
import java.time.Duration;

/**
 * When and how a model is made anew.
 *
 * @param triggers what makes it fire
 * @param budget how often and how much
 * @param window what is taken from the history
 * @param limits what the trainer may use
 * @param warm whether it begins with the champion's parameters
 * @param then what becomes of a candidate
 * @param tolerance how much less balance than the champion's is no worse, 0 to 1
 * @param keepWorse whether a candidate that is worse is registered all the same
 */
record Policy(
        Triggers triggers,
        Budget budget,
        Span window,
        Limits limits,
        boolean warm,
        Then then,
        double tolerance,
        boolean keepWorse) {

    /**
     * @param quiet how long no further signal comes before it fires: what belongs together is one firing
     * @param rest the least time between two firings of a model that nobody asked for
     * @param driftDevices so many devices that drift make it fire, or the model as a whole; 0 for never
     * @param driftPersistent or one device that drifts for so long; zero for never
     * @param schedule when it fires without a reason
     * @param labels so many new labels make it fire; 0 for never
     * @param refutedShare share of refuted alerts of the champion that makes it fire, 0 to 1; 0 for never
     * @param judgedAlerts of so many that people judged
     */
    record Triggers(
            Duration quiet,
            Duration rest,
            int driftDevices,
            Duration driftPersistent,
            Schedule schedule,
            int labels,
            double refutedShare,
            int judgedAlerts) {
        Triggers {
            if (quiet.isNegative() || rest.isNegative() || driftPersistent.isNegative()) {
                throw new IllegalArgumentException("times are not negative: quiet_s=" + quiet.toSeconds() + " rest_min="
                        + rest.toMinutes() + " drift_persistent_min=" + driftPersistent.toMinutes());
            }
            if (driftDevices < 0 || labels < 0 || judgedAlerts < 1 || !(refutedShare >= 0 && refutedShare <= 1)) {
                throw new IllegalArgumentException("counts are not negative: drift_devices=" + driftDevices + " labels="
                        + labels + " judged_alerts=" + judgedAlerts + " refuted_percent=" + 100 * refutedShare);
            }
        }
    }

    /**
     * In any 24 hours.
     *
     * @param trainings of all models together
     * @param cpu processor time of them
     */
    record Budget(int trainings, Duration cpu) {
        Budget {
            if (trainings < 0 || cpu.isNegative()) {
                throw new IllegalArgumentException("a budget is not negative: trainings_per_day=" + trainings
                        + " cpu_s_per_day=" + cpu.toSeconds());
            }
        }
    }

    /**
     * @param time back from now
     * @param mostRows of all devices together, thinned by stretches beyond it
     * @param leastRows healthy ones, or nothing is trained
     */
    record Span(Duration time, int mostRows, int leastRows) {
        Span {
            if (time.compareTo(Duration.ZERO) <= 0 || leastRows < 1 || mostRows < leastRows) {
                throw new IllegalArgumentException("a window needs window_h > 0 and 0 < min_rows <= max_rows: window_h="
                        + time.toHours() + " min_rows=" + leastRows + " max_rows=" + mostRows);
            }
        }
    }

    /** What becomes of a candidate. Promoting it is the router's, by its own policy. */
    enum Then {
        /** It waits in the registry. */
        REGISTER,
        /** It is approved. */
        APPROVE,
        /** It is approved, installed, and looks at every device without answering for one. */
        SHADOW
    }
}
