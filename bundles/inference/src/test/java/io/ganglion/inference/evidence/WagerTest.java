// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WagerTest {
    private static final double ERROR = 0.05;

    @Test
    void theTruth_isRuledOutLessOftenThanStated_whenLookedAtAfterEveryBlock() {
        for (double truth : new double[] {0.1, 0.2, 0.5}) {
            int out = 0;
            for (int run = 0; run < 1_000; run++) {
                SplittableRandom random = new SplittableRandom(17L * run + 3);
                Wager wager = new Wager(ERROR);
                for (int i = 0; i < 300; i++) {
                    wager.observe(random.nextDouble() < truth ? 1 : 0);
                }
                // What is ruled out stays so: the ends after the last look are those of all looks.
                out += wager.low() > truth || wager.high() < truth ? 1 : 0;
            }
            System.out.printf("mean %.1f ruled out in %.1f %% of 1000 runs of 300 looks%n", truth, out / 10.0);
            assertThat(out / 1_000.0).as("truth " + truth).isLessThan(ERROR);
        }
    }

    /** Blocks of 100 rows until a share of 20 % is surely exceeded; printed as the README's table. */
    @Test
    void aGreaterShareThanAllowed_isSeen_andTheGreaterTheSooner() {
        int before = Integer.MAX_VALUE;
        for (double share : new double[] {0.3, 0.4, 0.6, 1}) {
            int[] sizes = new int[200];
            for (int run = 0; run < sizes.length; run++) {
                SplittableRandom random = new SplittableRandom(run);
                Wager wager = new Wager(ERROR);
                int blocks = 0;
                while (wager.low() <= 0.2 && blocks < 10_000) {
                    double spread = share == 1 ? 0 : 0.2 * (random.nextDouble() - 0.5);
                    wager.observe(share + spread);
                    blocks++;
                }
                sizes[run] = blocks;
            }
            Arrays.sort(sizes);
            System.out.printf(
                    "share %.0f %% beside an allowed 20 %%: seen after %d rows (median), %d (90 %%)%n",
                    100 * share, 100 * sizes[100], 100 * sizes[180]);
            assertThat(sizes[199]).isLessThan(10_000);
            assertThat(sizes[100]).isLessThanOrEqualTo(before);
            before = sizes[100];
        }
        assertThat(before).isLessThan(10);
    }

    @Test
    void whatIsKept_goesOnAsIfNothingHadHappened() {
        Wager one = new Wager(ERROR);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 50; i++) {
            one.observe(random.nextDouble());
        }
        Wager two = new Wager(ERROR);
        two.restore(one.kept());
        for (int i = 0; i < 50; i++) {
            double next = random.nextDouble();
            one.observe(next);
            two.observe(next);
        }
        assertThat(two.low()).isEqualTo(one.low());
        assertThat(two.high()).isEqualTo(one.high());
        assertThat(two.mean()).isEqualTo(one.mean());
        assertThat(one.low()).isBetween(0.2, 0.5);
        assertThat(one.high()).isBetween(0.5, 0.8);
    }
}
