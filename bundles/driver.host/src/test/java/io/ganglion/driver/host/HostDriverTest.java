// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import io.ganglion.driver.host.HostCounters.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HostDriverTest {
    private static final HostSettings SETTINGS = new HostSettings(true, "edge-1", Duration.ofSeconds(1));

    private final List<Payload> taken = new ArrayList<>();

    private static HostDriver driver(Supplier<Supplier<HostCounters>> loader) {
        return new HostDriver(SETTINGS, Clock.systemUTC(), loader);
    }

    /** Counters of a host that works half of its time, one second a reading. */
    private static Supplier<HostCounters> steady() {
        AtomicLong seconds = new AtomicLong();
        return () -> {
            long now = seconds.getAndIncrement();
            Map<String, Traffic> disk = Map.of("sda", new Traffic(now * 4096, now * 8192));
            return new HostCounters(
                    now * 1_000_000_000L, now * 50, now * 100, 33.3, disk, Map.of(), Double.NaN, Double.NaN);
        };
    }

    @Test
    void thisMachineReportsItself() throws Exception {
        HostDriver driver = driver(OshiSensors::new);

        driver.poll((payload, done) -> taken.add(payload));
        driver.poll((payload, done) -> taken.add(payload));

        assertThat(taken).hasSize(1);
        JsonNode row = new ObjectMapper().readTree(taken.get(0).body());
        assertThat(row.get("id").asText()).isEqualTo("urn:ngsi-ld:Host:edge-1");
        assertThat(row.get("cpuLoad").asDouble()).isBetween(0.0, 100.0);
        assertThat(row.get("memoryUsed").asDouble()).isBetween(0.1, 100.0);
        for (String rate : List.of("diskReadRate", "diskWriteRate", "networkReceiveRate", "networkTransmitRate")) {
            assertThat(row.get(rate).asDouble()).as(rate).isGreaterThanOrEqualTo(0);
        }
        assertThat(driver.status().state()).isIn(State.ONLINE, State.DEGRADED);
    }

    @Test
    void theFirstRowComesSoon_theOthersInTheirPeriod() {
        HostDriver driver = driver(HostDriverTest::steady);

        assertThat(driver.period()).isEqualTo(Duration.ofMillis(200));
        driver.poll((payload, done) -> taken.add(payload));
        assertThat(taken).isEmpty();
        driver.poll((payload, done) -> taken.add(payload));

        assertThat(taken).hasSize(1);
        assertThat(driver.period()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatTheHostDoesNotSayIsLeftOut() throws Exception {
        HostDriver driver = driver(HostDriverTest::steady);

        driver.poll((payload, done) -> taken.add(payload));
        driver.poll((payload, done) -> taken.add(payload));

        JsonNode row = new ObjectMapper().readTree(taken.get(0).body());
        assertThat(row.get("cpuLoad").asDouble()).isEqualTo(50);
        assertThat(row.has("temperature")).isFalse();
        assertThat(row.has("cpuFrequency")).isFalse();
    }

    @Test
    void aRefusedRowIsOfferedAgain() {
        HostDriver driver = driver(HostDriverTest::steady);
        List<Payload> refused = new ArrayList<>();

        driver.poll((payload, done) -> true);
        driver.poll((payload, done) -> !refused.add(payload));
        assertThat(driver.status().state()).isEqualTo(State.DEGRADED);
        driver.poll((payload, done) -> taken.add(payload));

        assertThat(taken).containsExactlyElementsOf(refused);
        assertThat(driver.status().state()).isEqualTo(State.ONLINE);
    }

    @Test
    void aPlatformWithoutTheNativesIsAStateWithTheNextStep_andIsNotTriedAgain() {
        AtomicLong tries = new AtomicLong();
        HostDriver driver = driver(() -> {
            tries.incrementAndGet();
            throw new UnsatisfiedLinkError("libjnidispatch.so: not found\nat somewhere");
        });

        driver.poll((payload, done) -> taken.add(payload));
        driver.poll((payload, done) -> taken.add(payload));

        assertThat(taken).isEmpty();
        assertThat(tries).hasValue(1);
        assertThat(driver.status().state()).isEqualTo(State.FAILED);
        assertThat(driver.status().detail())
                .contains("libjnidispatch.so", "enabled=false")
                .doesNotContain("\n");
    }

    @Test
    void onlyPhysicalDisksCount() {
        assertThat(List.of("/dev/sda", "/dev/nvme0n1", "/dev/vda", "\\\\.\\PHYSICALDRIVE0"))
                .allMatch(OshiSensors::isPhysical);
        assertThat(List.of("/dev/loop3", "/dev/zram0", "/dev/dm-1", "/dev/md0", "/dev/ram1", "/dev/sr0"))
                .noneMatch(OshiSensors::isPhysical);
    }

    @Test
    void aPeriodThatWouldWatchItselfIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostSettings(true, "edge-1", Duration.ofMillis(10)))
                .withMessageContaining("10");
    }
}
