// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Arrays;
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

    @Test
    void theDistanceIsTheGreatestDifferenceOfTheDistributions_tiesIncluded() {
        SplittableRandom random = new SplittableRandom(8);
        for (int trial = 0; trial < 500; trial++) {
            double[] a = IntStream.range(0, 20)
                    .mapToDouble(i -> random.nextInt(8))
                    .sorted()
                    .toArray();
            double[] b = IntStream.range(0, 20)
                    .mapToDouble(i -> random.nextInt(8))
                    .sorted()
                    .toArray();
            double most = 0;
            for (int x = 0; x < 8; x++) {
                most = Math.max(most, Math.abs(share(a, x) - share(b, x)));
            }
            assertThat(Kswin.distance(a, b)).isCloseTo(most, within(1e-12));
        }
    }

    private static double share(double[] values, double upTo) {
        return (double) Arrays.stream(values).filter(x -> x <= upTo).count() / values.length;
    }

    @Test
    void theDistanceIsThatOfCommonsMath() {
        SplittableRandom random = new SplittableRandom(10);
        for (int trial = 0; trial < 200; trial++) {
            double[] a = random.doubles(30).sorted().toArray();
            double[] b = random.doubles(30).map(x -> x * x).sorted().toArray();
            assertThat(Kswin.distance(a, b))
                    .isCloseTo(new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(a, b), within(1e-12));
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
