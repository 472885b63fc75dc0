// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final double ERROR = 0.05;
    private static final int RUNS = 4_000;
    private static final int LONGEST = 2_000;

    @Test
    void logGamma_isThatOfTheFactorials() {
        double sum = 0;
        for (int n = 1; n < 50; n++) {
            assertThat(Chance.logGamma(n + 1)).isCloseTo(sum += Math.log(n), within(1e-10));
        }
        assertThat(Chance.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-10));
    }

    @Test
    void theMixture_averagesToOneOverAllCourses_asAMartingaleDoes() {
        for (double chance : new double[] {0.5, 0.1, 0.9}) {
            double mean = 0;
            for (int hits = 0; hits <= 20; hits++) {
                double course = Math.exp(Chance.logGamma(21) - Chance.logGamma(hits + 1) - Chance.logGamma(21 - hits));
                double likelihood = course * Math.pow(chance, hits) * Math.pow(1 - chance, 20 - hits);
                mean += likelihood * Math.exp(Chance.against(chance, hits, 20 - hits));
            }
            assertThat(mean).isCloseTo(1, within(1e-9));
        }
    }

    /** Which of two equally good models alerts next is a fair coin. Whoever looks after each alert must not be fooled. */
    @Test
    void withoutADifference_lookingAfterEveryAlert_speaksWronglyLessOftenThanStated() {
        int wrong = 0;
        int naive = 0;
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random = new SplittableRandom(run);
            boolean spoke = false;
            boolean spokeNaively = false;
            int hits = 0;
            for (int n = 1; n <= LONGEST; n++) {
                hits += random.nextBoolean() ? 1 : 0;
                spoke |= Chance.against(0.5, hits, n - hits) >= -Math.log(ERROR);
                spokeNaively |= n >= 10 && Math.abs(2.0 * hits - n) / Math.sqrt(n) > 1.96;
            }
            wrong += spoke ? 1 : 0;
            naive += spokeNaively ? 1 : 0;
        }
        System.out.printf(
                "null, %d runs of %d looks: always-valid wrong in %.2f %%, fixed-size test wrong in %.2f %%%n",
                RUNS, LONGEST, 100.0 * wrong / RUNS, 100.0 * naive / RUNS);
        assertThat((double) wrong / RUNS).isLessThan(ERROR);
        assertThat((double) naive / RUNS)
                .as("what peeking does to a test that is not made for it")
                .isGreaterThan(0.4);
    }

    @Test
    void theSequenceHoldsTheTruth_whereverItLies() {
        for (double truth : new double[] {0.02, 0.3, 0.85}) {
            int left = 0;
            for (int run = 0; run < RUNS / 2; run++) {
                SplittableRandom random = new SplittableRandom(1_000_003L * run + (long) (truth * 100));
                boolean out = false;
                int hits = 0;
                for (int n = 1; n <= LONGEST / 2; n++) {
                    hits += random.nextDouble() < truth ? 1 : 0;
                    out |= Chance.against(truth, hits, n - hits) >= -Math.log(ERROR);
                }
                left += out ? 1 : 0;
            }
            assertThat((double) left / (RUNS / 2)).as("truth " + truth).isLessThan(ERROR);
        }
    }

    @Test
    void theEdges_areWhereTheMartingaleReachesItsBound() {
        Chance chance = Chance.of(30, 70, ERROR);
        assertThat(chance.low()).isBetween(0.1, 0.3);
        assertThat(chance.high()).isBetween(0.3, 0.5);
        assertThat(Chance.against(chance.low(), 30, 70)).isCloseTo(-Math.log(ERROR), within(1e-6));
        assertThat(Chance.against(chance.high(), 30, 70)).isCloseTo(-Math.log(ERROR), within(1e-6));
        assertThat(Chance.of(0, 0, ERROR)).isEqualTo(new Chance(0, 1));
        assertThat(Chance.of(0, 50, ERROR).low()).isZero();
        assertThat(Chance.of(50, 0, ERROR).high()).isEqualTo(1);
        assertThatThrownBy(() -> Chance.of(1, 1, 0)).hasMessageContaining("error=0.0");
    }

    /** Alerts of both together until it says who has more; printed as the README's table. */
    @Test
    void withADifference_itSpeaks_andTheGreaterTheSooner() {
        int before = Integer.MAX_VALUE;
        for (double ratio : new double[] {1.5, 2, 3, 5, 10}) {
            int[] sizes = new int[500];
            int wrong = 0;
            for (int run = 0; run < sizes.length; run++) {
                SplittableRandom random = new SplittableRandom(77L * run + 5);
                int hits = 0;
                int n = 0;
                while (Chance.against(0.5, hits, n - hits) < -Math.log(ERROR) && n < 100_000) {
                    hits += random.nextDouble() < ratio / (1 + ratio) ? 1 : 0;
                    n++;
                }
                sizes[run] = n;
                wrong += hits * 2 < n ? 1 : 0;
            }
            Arrays.sort(sizes);
            System.out.printf(
                    "alerts %.1f : 1 decided after %d alerts (median), %d (90 %%); wrong side %d of %d%n",
                    ratio, sizes[250], sizes[450], wrong, sizes.length);
            assertThat(sizes[499]).isLessThan(100_000);
            assertThat(sizes[250]).isLessThan(before);
            assertThat(wrong).isLessThan(25);
            before = sizes[250];
        }
    }

    /** Two chances with half the error each: refuted alerts an alert, of the trial and of its champion. */
    @Test
    void twoShares_areComparedWithTheStatedError_andDecideWhereTheyDiffer() {
        assertThat(wrong(0.3)).isLessThan(ERROR);
        int before = Integer.MAX_VALUE;
        for (double better : new double[] {0.3, 0.2, 0.1}) {
            int[] sizes = new int[200];
            for (int run = 0; run < sizes.length; run++) {
                sizes[run] = pairsUntil(new SplittableRandom(31L * run), better, 0.5);
            }
            Arrays.sort(sizes);
            System.out.printf(
                    "refuted %.0f %% beside 50 %%: decided after %d judged alerts each (median), %d (90 %%)%n",
                    100 * better, sizes[100], sizes[180]);
            assertThat(sizes[199]).isLessThan(20_000);
            assertThat(sizes[100]).isLessThan(before);
            before = sizes[100];
        }
    }

    private static double wrong(double share) {
        int wrong = 0;
        for (int run = 0; run < 1_000; run++) {
            wrong += pairsUntil(new SplittableRandom(run + 9L), share, share) < 400 ? 1 : 0;
        }
        return wrong / 1_000.0;
    }

    /** Alerts of each until the sequences part; 400 where shares are equal and it never happens, else 20,000. */
    private static int pairsUntil(SplittableRandom random, double own, double other) {
        int end = own == other ? 400 : 20_000;
        int hits = 0;
        int others = 0;
        for (int n = 1; n < end; n++) {
            hits += random.nextDouble() < own ? 1 : 0;
            others += random.nextDouble() < other ? 1 : 0;
            Chance here = Chance.of(hits, n - hits, ERROR / 2);
            Chance there = Chance.of(others, n - others, ERROR / 2);
            if (here.high() < there.low() || here.low() > there.high()) {
                return n;
            }
        }
        return end;
    }
}
