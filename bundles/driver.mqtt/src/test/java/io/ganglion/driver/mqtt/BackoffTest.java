// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new SplittableRandom(1));

    @Test
    void pausesDoubleUpToTheLongest_andStartOverAfterSuccess() {
        for (long expected : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(backoff.next().toMillis()).isBetween(expected * 800, expected * 1200);
        }
        backoff.reset();
        assertThat(backoff.next().toMillis()).isBetween(800L, 1200L);
    }

    @Test
    void aThousandTriesDoNotOverflow() {
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(800), Duration.ofSeconds(72));
        }
    }
}
