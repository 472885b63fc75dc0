// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void theSmallCaseWorkedOutByHand_isAnsweredSo() {
        // Buckets {0} {1 2} {3 4} {5}. Bucket 1: mean of bucket 2 is (3.5, 2); areas of 1 and 2 beside (0, 0):
        // |3.5*5 - 1*2| = 15.5, |3.5*1 - 2*2| = 0.5. Bucket 2 from (1, 5) to (5, 0): |4*(0-5) - 2*(0-5)| = 10,
        // |4*(4-5) - 3*(0-5)| = 11.
        long[] times = {0, 1, 2, 3, 4, 5};
        double[] values = {0, 5, 1, 0, 4, 0};
        assertThat(Picture.choose(times, values, 6, 4)).containsExactly(0, 1, 4, 5);
    }

    /** Steinarsson's own formulation, on doubles, as the thesis gives it. */
    private static List<Integer> reference(long[] times, double[] values, int threshold) {
        int length = values.length;
        Integer[] sampled = new Integer[threshold];
        double every = (double) (length - 2) / (threshold - 2);
        int a = 0;
        sampled[0] = 0;
        for (int i = 0; i < threshold - 2; i++) {
            int averageFrom = (int) Math.floor((i + 1) * every) + 1;
            int averageTo = Math.min((int) Math.floor((i + 2) * every) + 1, length);
            double averageX = 0;
            double averageY = 0;
            for (int j = averageFrom; j < averageTo; j++) {
                averageX += times[j];
                averageY += values[j];
            }
            averageX /= averageTo - averageFrom;
            averageY /= averageTo - averageFrom;
            double greatest = -1;
            int next = 0;
            for (int j = (int) Math.floor(i * every) + 1; j < (int) Math.floor((i + 1) * every) + 1; j++) {
                double area = Math.abs((times[a] - averageX) * (values[j] - values[a])
                                - (times[a] - times[j]) * (averageY - values[a]))
                        * 0.5;
                if (area > greatest) {
                    greatest = area;
                    next = j;
                }
            }
            sampled[i + 1] = next;
            a = next;
        }
        sampled[threshold - 1] = length - 1;
        return Arrays.asList(sampled);
    }

    @Test
    void itChoosesWhatTheThesisChooses() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            int size = random.nextInt(10, 2_000);
            long[] times = new long[size];
            double[] values = new double[size];
            long time = 0;
            for (int i = 0; i < size; i++) {
                time += random.nextInt(1, 100);
                times[i] = time;
                values[i] = random.nextInt(1_000);
            }
            int limit = random.nextInt(3, size);
            assertThat(Picture.choose(times, values, size, limit)).isEqualTo(reference(times, values, limit));
        }
    }

    @Test
    void ofVeryManyRows_theEndsAndTheSpikesStay_inLittleMemory() {
        Picture picture = new Picture(100, 1_000);
        for (int i = 0; i < 1_000_000; i++) {
            picture.put(i, i == 777_777 ? 1_000 : Math.sin(i / 1e5), false);
        }
        var rows = picture.rows(List.of("x"));
        assertThat(rows.size()).isEqualTo(100);
        assertThat(rows.times()[0]).isLessThan(1_000);
        assertThat(rows.times()[99]).isGreaterThan(990_000);
        assertThat(rows.times()).isSorted().contains(777_777);
    }
}
