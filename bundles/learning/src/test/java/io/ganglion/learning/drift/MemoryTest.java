// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryTest {
    /** Of an autoregressive stream; 0 for one without memory. */
    private static Memory memory(double kept, int samples) {
        SplittableRandom random = new SplittableRandom(21);
        Memory memory = new Memory();
        double x = 0;
        for (int i = 0; i < samples; i++) {
            x = kept * x + Math.sqrt(1 - kept * kept) * random.nextGaussian();
            memory.add(x);
        }
        return memory;
    }

    /** Of neighbouring block means: c (1 - c^n)^2 / (n (1 - c^2) - 2 c (1 - c^n)). */
    private static double expected(double c, int n) {
        double cn = Math.pow(c, n);
        return c * (1 - cn) * (1 - cn) / (n * (1 - c * c) - 2 * c * (1 - cn));
    }

    @Test
    void aStreamWithoutMemory_takesTheShortestBlocks() {
        Memory memory = memory(0, 100_000);

        assertThat(memory.block(16, 512)).isEqualTo(16);
        assertThat(memory.deviation()).isCloseTo(1, within(0.02));
    }

    @Test
    void theCorrelationOfBlocks_isThatOfTheProcess() {
        Memory memory = memory(0.9, 400_000);

        for (int block : new int[] {1, 4, 16, 64}) {
            assertThat(memory.correlation(block))
                    .as("blocks of %d", block)
                    .isCloseTo(expected(0.9, block), within(0.06));
        }
    }

    @Test
    void aStreamThatRemembers_takesBlocksAsLongAsItsMemory() {
        assertThat(memory(0.9, 200_000).block(16, 512)).isEqualTo(16 * 2);
        assertThat(memory(0.99, 200_000).block(16, 512)).isBetween(256, 512);
        assertThat(memory(0.9999, 200_000).block(16, 64)).isEqualTo(64);
    }

    @Test
    void aStreamTooShortToSay_takesTheShortest() {
        assertThat(memory(0.99, 20).block(16, 512)).isEqualTo(16);
    }
}
