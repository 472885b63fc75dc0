// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final Throttle throttle = new Throttle(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void waitGrowsWithFailures_upToAMinute() {
        for (int i = 0; i < 4; i++) {
            throttle.failed("a", "u");
        }
        assertThat(throttle.waitOf("a", "u")).isZero();
        throttle.failed("a", "u");
        assertThat(throttle.waitOf("a", "u")).isEqualTo(1_000);
        throttle.failed("a", "u");
        assertThat(throttle.waitOf("a", "u")).isEqualTo(2_000);
        for (int i = 0; i < 100; i++) {
            throttle.failed("a", "u");
        }
        assertThat(throttle.waitOf("a", "u")).isEqualTo(64_000);
        assertThat(throttle.waitOf("b", "u")).isZero();
        assertThat(throttle.waitOf("a", "v")).isZero();
    }

    @Test
    void rightPasswordForgives() {
        for (int i = 0; i < 9; i++) {
            throttle.failed("a", "u");
        }
        throttle.passed("a", "u");
        assertThat(throttle.waitOf("a", "u")).isZero();
    }

    @Test
    void flockOfGuessersCostsBoundedMemory() {
        for (int i = 0; i < 5; i++) {
            throttle.failed("a", "first");
        }
        for (int i = 0; i < 5_000; i++) {
            throttle.failed("a", "u" + i);
        }
        assertThat(throttle.waitOf("a", "first")).isZero();
    }
}
