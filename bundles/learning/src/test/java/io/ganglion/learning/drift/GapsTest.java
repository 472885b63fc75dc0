// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GapsTest {
    private final SplittableRandom random = new SplittableRandom(2);
    private final Gaps gaps = new Gaps(2);

    /** How often each of two inputs speaks while they are missing this often. */
    private int[] run(int rows, double first, double second) {
        int[] spoken = new int[2];
        for (int row = 0; row < rows; row++) {
            gaps.add(0, random.nextDouble() < first);
            gaps.add(1, random.nextDouble() < second);
            if (gaps.endRow()) {
                spoken[0] += gaps.speaks(0) ? 1 : 0;
                spoken[1] += gaps.speaks(1) ? 1 : 0;
                gaps.endBlock();
            }
        }
        return spoken;
    }

    @Test
    void anInputThatGoesAway_speaksOnce_andAgainWhenItWasBack() {
        run(1_600, 0, 0.02);
        gaps.learned();
        assertThat(run(100_000, 0.005, 0.02)).containsExactly(0, 0);
        assertThat(run(3_200, 0.005, 1)).containsExactly(0, 1);
        assertThat(gaps.isStanding(1)).isTrue();
        assertThat(gaps.share()).isCloseTo(0.5, within(0.05));
        assertThat(run(3_200, 0.005, 0)).containsExactly(0, 0);
        assertThat(gaps.isStanding(1)).isFalse();
        assertThat(run(3_200, 0.005, 1)).containsExactly(0, 1);
    }

    @Test
    void anInputThatWasNeverThere_hasNothingToSay() {
        run(1_600, 1, 0);
        gaps.learned();
        assertThat(run(16_000, 1, 0)).containsExactly(0, 0);
    }
}
