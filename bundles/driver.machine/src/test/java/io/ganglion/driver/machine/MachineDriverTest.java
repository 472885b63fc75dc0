// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineDriverTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T15:00:00.125Z"), ZoneOffset.UTC);
    private final List<Payload> taken = new ArrayList<>();

    private MachineDriver driver() {
        return new MachineDriver(
                new MachineSettings(
                        "pump-7", 1, Duration.ofSeconds(1), Representation.KEYVALUES, Drive.ANY, Fault.NONE),
                clock);
    }

    @Test
    void aPollOffersOneReading_stampedWithTheClock() {
        MachineDriver driver = driver();

        driver.poll((payload, done) -> taken.add(payload));

        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).device()).isEqualTo("pump-7");
        assertThat(taken.get(0).contract()).isEqualTo("Pump");
        assertThat(new String(taken.get(0).body(), UTF_8))
                .startsWith(
                        "{\"id\":\"urn:ngsi-ld:Pump:pump-7\",\"type\":\"Pump\",\"dateObserved\":\"2026-11-22T15:00:00.125Z\"");
        assertThat(driver.status().state()).isEqualTo(State.ONLINE);
    }

    @Test
    void aReadingThatWasRefusedIsOfferedAgain_andTheMachineStandsStillMeanwhile() {
        MachineDriver driver = driver();
        List<Payload> refused = new ArrayList<>();

        driver.poll((payload, done) -> !refused.add(payload));
        driver.poll((payload, done) -> !refused.add(payload));
        assertThat(driver.status().state()).isEqualTo(State.DEGRADED);
        driver.poll((payload, done) -> taken.add(payload));

        assertThat(refused).hasSize(2);
        assertThat(taken).containsExactly(refused.get(0));
        assertThat(driver.status().state()).isEqualTo(State.ONLINE);
    }

    @Test
    void aDeviceNameThatFitsNoTopicIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MachineSettings(
                        "two words", 1, Duration.ofSeconds(1), Representation.CONCISE, Drive.ANY, Fault.NONE))
                .withMessageContaining("two words");
    }
}
