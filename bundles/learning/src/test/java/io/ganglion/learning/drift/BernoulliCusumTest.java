// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BernoulliCusumTest {

    /** Page's bound: without a change, the mean time to an alarm is at least e to the threshold. */
    @Test
    void falseAlarmsAreNoMoreOftenThanTheThresholdSays() {
        BernoulliCusum cusum = new BernoulliCusum(0.05, 0.2, 5);
        SplittableRandom random = new SplittableRandom(13);
        int samples = 300_000;
        int alarms = 0;
        for (int i = 0; i < samples; i++) {
            if (cusum.add(random.nextDouble() < 0.05 ? 1 : 0)) {
                alarms++;
                cusum.reset();
            }
        }
        double most = samples / Math.exp(5);
        assertThat(alarms).isPositive().isLessThan((int) (most + 4 * Math.sqrt(most)));
    }

    /** Lorden's bound: after the change, threshold over information, and what an overshoot adds. */
    @Test
    void theDelayIsTheThresholdOverTheInformation() {
        double information = 0.2 * Math.log(0.2 / 0.05) + 0.8 * Math.log(0.8 / 0.95);
        SplittableRandom random = new SplittableRandom(14);
        int trials = 2_000;
        long sum = 0;
        for (int trial = 0; trial < trials; trial++) {
            BernoulliCusum cusum = new BernoulliCusum(0.05, 0.2, 5);
            do {
                sum++;
            } while (!cusum.add(random.nextDouble() < 0.2 ? 1 : 0));
        }
        assertThat((double) sum / trials).isBetween(0.7 * 5 / information, (5 + Math.log(4)) / information);
    }
}
