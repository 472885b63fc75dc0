// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import java.time.Duration;

/** Policies for tests. */
final class Policies {
    private Policies() {}

    static Policy with(Policy.Arrivals arrivals) {
        return policy(Policy.Promotion.BY_HAND, arrivals, Policy.Measure.REFUTED, 1_000, 0);
    }

    static Policy promoting(Policy.Promotion promotion, Policy.Measure measure) {
        return policy(promotion, Policy.Arrivals.ANSWER, measure, 1_000, 0);
    }

    static Policy policy(
            Policy.Promotion promotion, Policy.Arrivals arrivals, Policy.Measure measure, long rows, long budget) {
        return new Policy(
                promotion,
                arrivals,
                0.2,
                measure,
                0.05,
                rows,
                Duration.ofMinutes(10),
                0.2,
                1,
                3,
                budget,
                3,
                Duration.ofHours(1),
                true);
    }
}
