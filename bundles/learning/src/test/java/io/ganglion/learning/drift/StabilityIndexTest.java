// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StabilityIndexTest {
    private static final Shares TENTHS = new Shares(
            List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
            List.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));

    @Test
    void theIndexIsWhatTheFormulaSays() {
        Shares halves = new Shares(List.of(0.0), List.of(0.5, 0.5));
        StabilityIndex index = new StabilityIndex(halves, 1e12, 1, 1e9);
        for (int i = 0; i < 10_000; i++) {
            index.count(i % 4 == 0 ? -1 : 1);
        }
        index.judge(1);
        // (0.25 - 0.5) ln(0.25 / 0.5) + (0.75 - 0.5) ln(0.75 / 0.5)
        assertThat(index.statistic()).isCloseTo(0.25 * Math.log(3), within(1e-3));
    }

    /** Yurdakul 2018: without a shift, the index over (1/n + 1/m) has about the mean of chi-square, bins less one. */
    @Test
    void withoutAShift_theIndexIsAsGreatAsChanceMakesIt() {
        SplittableRandom random = new SplittableRandom(12);
        int trials = 2_000;
        double sum = 0;
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            StabilityIndex index = new StabilityIndex(TENTHS, 1e12, 1, 1e9);
            for (int i = 0; i < 500; i++) {
                index.count(random.nextDouble());
            }
            alarms += index.judge(1) ? 1 : 0;
            sum += index.statistic() * 500;
        }
        // Chi-square of 9: deviation sqrt(18); the half counts take a little away.
        assertThat(sum / trials).isCloseTo(9, within(4 * Math.sqrt(18.0 / trials) + 0.3));
        assertThat(alarms).isZero();
    }

    @Test
    void fewSamples_raiseTheBound() {
        StabilityIndex index = new StabilityIndex(TENTHS, 1e12, 1, 1e9);
        for (int i = 0; i < 10; i++) {
            index.count(0.05);
        }
        index.judge(1);
        assertThat(index.bound()).isGreaterThan(1);
    }

    @Test
    void anOldSample_countsHalfAfterTheHalfLife() {
        StabilityIndex index = new StabilityIndex(TENTHS, 100, 1, 1e9);
        for (int i = 0; i < 1_000; i++) {
            index.add(0.95);
        }
        for (int i = 0; i < 100; i++) {
            index.add(0.05);
        }
        assertThat(index.mean()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void sharesThatDoNotSum_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shares(List.of(0.0), List.of(0.5, 0.6)))
                .withMessageContaining("sum=1.1");
    }
}
