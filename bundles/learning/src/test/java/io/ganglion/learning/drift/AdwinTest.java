// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdwinTest {
    private static final int LEVELS = 20;

    @Test
    void thePublishedExample_isCutWhereItWasPublished() {
        // CapyMOA, api of ADWIN: delta 0.001, "Change detected at index 1023" and "1055"; MOA looks each 32 samples.
        assertThat(PublishedStream.changes(new Adwin(0.001, 32, LEVELS), PublishedStream.numpy(), false))
                .containsExactly(1023, 1055);
    }

    @Test
    void lookingAtEachSample_theSameChangeIsSeenWithinTenSamples() {
        assertThat(PublishedStream.changes(new Adwin(0.001, 1, LEVELS), PublishedStream.numpy(), false))
                .first()
                .satisfies(at -> assertThat(at).isBetween(999, 1010));
    }

    /** Theorem 3.1, first part: while the mean stays, a step shrinks the window with probability at most delta. */
    @Test
    void aStreamWithoutChange_isCutNoMoreOftenThanTheTheoremAllows() {
        for (double share : new double[] {0.01, 0.1, 0.3, 0.5}) {
            for (double delta : new double[] {0.05, 0.1, 0.3}) {
                Adwin adwin = new Adwin(delta, 1, LEVELS);
                SplittableRandom random = new SplittableRandom(17);
                int cuts = 0;
                for (int i = 0; i < 100_000; i++) {
                    cuts += adwin.add(random.nextDouble() < share ? 1 : 0) ? 1 : 0;
                }
                assertThat(cuts).as("cuts at share %s, delta %s", share, delta).isLessThan((int) (delta * 100_000));
                assertThat(adwin.mean()).isCloseTo(share, within(0.2));
            }
        }
    }

    /** Theorem 3.1, second part: where the means differ by twice the cut, the window shrinks with probability 1 - delta. */
    @Test
    void anAbruptChange_isSeenAsSoonAsTheTheoremPromises() {
        double delta = 0.05;
        int promised = promisedDelay(1_000, 0.2, 0.8, delta);
        int late = 0;
        for (int seed = 0; seed < 200; seed++) {
            late += delay(seed, 0.2, 0.8, delta) > promised ? 1 : 0;
        }
        // 200 trials at 0.05: 10 expected, 3 deviations more is 19.
        assertThat(late).as("later than %d samples", promised).isLessThanOrEqualTo(19);
    }

    private static int promisedDelay(int before, double low, double high, double delta) {
        for (int after = 5; ; after++) {
            double n = before + after;
            double share = (before * low + after * high) / n;
            double log = Math.log(2 * Math.log(n) / delta);
            double m = 1.0 / before + 1.0 / after;
            if (high - low >= 2 * (Math.sqrt(2 * m * share * (1 - share) * log) + 2.0 / 3 * m * log)) {
                return after;
            }
        }
    }

    private static int delay(int seed, double low, double high, double delta) {
        Adwin adwin = new Adwin(delta, 1, LEVELS);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            adwin.add(random.nextDouble() < low ? 1 : 0);
        }
        for (int i = 1; ; i++) {
            if (adwin.add(random.nextDouble() < high ? 1 : 0)) {
                return i;
            }
        }
    }

    @Test
    void theMeanIsThatOfTheSamplesInTheWindow_toTheLast() {
        double[] stream = new double[5_000];
        SplittableRandom random = new SplittableRandom(3);
        Adwin adwin = new Adwin(0.01, 1, LEVELS);
        for (int i = 0; i < stream.length; i++) {
            stream[i] = 0.5 * random.nextDouble() + (i / 1_000 % 2 == 0 ? 0 : 0.5);
            adwin.add(stream[i]);
            int from = (int) (i + 1 - adwin.width());
            assertThat(adwin.mean())
                    .isCloseTo(Arrays.stream(stream, from, i + 1).average().orElseThrow(), within(1e-9));
        }
        assertThat(adwin.width()).isLessThan(2_000);
    }

    @Test
    void memoryIsConstant_theWindowStopsGrowing() {
        Adwin adwin = new Adwin(0.002, 1, 5);
        for (int i = 0; i < 10_000; i++) {
            adwin.add(0.5);
            assertThat(adwin.width()).isLessThanOrEqualTo(5 * 31);
        }
        assertThat(adwin.mean()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void afterAReset_itIsAsNew() {
        Adwin used = new Adwin(0.01, 1, LEVELS);
        PublishedStream.changes(used, PublishedStream.python(), false);
        used.reset();

        assertThat(used.mean()).isNaN();
        assertThat(PublishedStream.changes(used, PublishedStream.numpy(), false))
                .isEqualTo(PublishedStream.changes(new Adwin(0.01, 1, LEVELS), PublishedStream.numpy(), false));
    }

    @Test
    void aDeltaThatIsNoProbability_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adwin(1, 1, 9))
                .withMessageContaining("delta=1.0");
    }
}
