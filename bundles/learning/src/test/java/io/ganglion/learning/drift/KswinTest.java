// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class KswinTest {

    @Test
    void thePublishedExample_isSeenWhereItWasPublished() {
        // River, api of KSWIN: alpha 0.0001, window 100, 30 on each side: "Change detected at index 1016".
        assertThat(PublishedStream.changes(new Kswin(100, 30, 1e-4, 42), PublishedStream.python(), false))
                .containsExactly(1016);
    }

    /** One test on fresh samples at a time, so that the exact distribution of the distance applies. */
    @Test
    void falseAlarmsAreAsOftenAsTheExactDistributionSays() {
        int trials = 20_000;
        Kswin kswin = new Kswin(100, 30, 0.005, 1);
        SplittableRandom random = new SplittableRandom(4);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            boolean alarm = false;
            for (int i = 0; i < 100; i++) {
                alarm = kswin.add(random.nextGaussian());
            }
            alarms += alarm ? 1 : 0;
            kswin.reset();
        }
        double p = atLeast(30, (int) Math.floor(kswin.bound() * 30) + 1);
        assertThat(p).isLessThan(0.01);
        assertThat((double) alarms).isCloseTo(p * trials, within(4 * Math.sqrt(trials * p * (1 - p))));
    }

    /** Probability that two samples of n lie k/n apart or further: B. V. Gnedenko, V. S. Korolyuk, 1951. */
    private static double atLeast(int n, int k) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 1; j * k <= n; j++) {
            BigInteger paths = choose(2 * n, n - j * k);
            sum = j % 2 == 1 ? sum.add(paths) : sum.subtract(paths);
        }
        return 2 * sum.doubleValue() / choose(2 * n, n).doubleValue();
    }

    private static BigInteger choose(int n, int k) {
        BigInteger product = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            product = product.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return product;
    }

    /** A window of twice the sample leaves nothing to draw: old against new, whatever the dice say. */
    @Test
    void theDistanceIsThatOfCommonsMath_tiesIncluded() {
        SplittableRandom random = new SplittableRandom(10);
        for (int trial = 0; trial < 300; trial++) {
            int steps = trial % 2 == 0 ? 6 : 1_000_000;
            double[] old = IntStream.range(0, 30)
                    .mapToDouble(i -> random.nextInt(steps))
                    .toArray();
            double[] recent = IntStream.range(0, 30)
                    .mapToDouble(i -> random.nextInt(steps) * 0.8)
                    .toArray();
            Kswin kswin = new Kswin(60, 30, 1e-30, trial);
            for (int i = 0; i < trial % 7; i++) {
                kswin.add(-i);
            }
            for (double x : old) {
                kswin.add(x);
            }
            for (double x : recent) {
                kswin.add(x);
            }
            assertThat(kswin.statistic())
                    .isCloseTo(new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(old, recent), within(1e-12));
        }
    }

    @Test
    void aChangeOfSpreadAlone_isSeen() {
        SplittableRandom random = new SplittableRandom(6);
        Kswin kswin = new Kswin(100, 30, 0.005, 1);
        for (int i = 0; i < 100; i++) {
            kswin.add(random.nextGaussian());
        }
        int samples = 1;
        // A hundred times as wide: the distributions are almost half apart, and the bound is 0.42.
        while (!kswin.add(100 * random.nextGaussian())) {
            samples++;
        }
        assertThat(samples).isLessThan(100);
    }
}
