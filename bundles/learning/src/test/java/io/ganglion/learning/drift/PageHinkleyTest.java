// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageHinkleyTest {

    /**
     * Average run lengths of the two-sided scheme with allowance 0.5 and threshold 4: J. M. Lucas, R. B. Crosier, Fast
     * Initial Response for CUSUM Quality-Control Schemes, Technometrics 24, 1982, table 1.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 168",
        "0.25, 74.2",
        "0.5, 26.6",
        "0.75, 13.3",
        "1, 8.38",
        "1.5, 4.75",
        "2, 3.34",
        "2.5, 2.62",
        "3, 2.19",
        "4, 1.71",
        "5, 1.31"
    })
    void runLengthsAreThosePublished(double shift, double published) {
        SplittableRandom random = new SplittableRandom(1982);
        int runs = 4_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < runs; i++) {
            int length = runLength(random, shift);
            sum += length;
            squares += (double) length * length;
        }
        double mean = sum / runs;
        double error = Math.sqrt((squares / runs - mean * mean) / runs);
        // Four standard errors, and half of the last digit that was printed.
        double printed = published >= 100 ? 0.5 : published >= 10 ? 0.05 : 0.005;
        assertThat(mean).isCloseTo(published, within(4 * error + printed));
    }

    private static int runLength(SplittableRandom random, double shift) {
        PageHinkley test = new PageHinkley(0, 0.5, 4, 1);
        int length = 1;
        while (!test.add(shift + random.nextGaussian())) {
            length++;
        }
        return length;
    }

    @Test
    void theRecursionIsTheDifferenceToTheMinimum_asTheSurveyWritesIt() {
        SplittableRandom random = new SplittableRandom(9);
        PageHinkley test = new PageHinkley(Double.NaN, 0.01, 1e9, 1);
        double mean = 0;
        double up = 0;
        double least = 0;
        double down = 0;
        double most = 0;
        for (int i = 1; i <= 2_000; i++) {
            double x = random.nextGaussian() + (i > 1_000 ? 0.3 : 0);
            mean += (x - mean) / i;
            up += x - mean - 0.01;
            least = Math.min(least, up);
            down += x - mean + 0.01;
            most = Math.max(most, down);
            test.add(x);
            assertThat(test.statistic()).isCloseTo(Math.max(up - least, most - down), within(1e-9));
        }
    }

    @Test
    void thePublishedStream_isSeenOnce_withinTenSamples() {
        // With the settings of CapyMOA, whose own variant fades the sum and says 1014.
        assertThat(PublishedStream.changes(new PageHinkley(Double.NaN, 0.005, 50, 30), PublishedStream.numpy(), false))
                .first()
                .isEqualTo(1009);
    }

    @Test
    void aFall_isSeenLikeARise() {
        PageHinkley test = new PageHinkley(0, 0.5, 4, 1);
        int samples = 1;
        while (!test.add(-1.5)) {
            samples++;
        }
        assertThat(samples).isEqualTo(5);
        assertThat(test.statistic()).isGreaterThan(test.bound());
    }
}
