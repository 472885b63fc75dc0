// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.Payload;
import io.ganglion.api.learning.TrainingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTrainingSourceTest {
    private final ObjectMapper mapper = new ObjectMapper();

    private static Stream<Payload> payloads(Map<String, String> settings) {
        return ServiceLoader.load(TrainingSource.class)
                .findFirst()
                .orElseThrow()
                .payloads(settings);
    }

    private double mean(Map<String, String> settings, int from, String attribute) {
        return payloads(settings)
                .skip(from)
                .mapToDouble(payload -> read(payload).get(attribute).asDouble())
                .average()
                .orElseThrow();
    }

    private JsonNode read(Payload payload) {
        try {
            return mapper.readTree(payload.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSameSeedMeansTheSameBytes_onEveryMachine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        payloads(Map.of("devices", "4", "rows", "500", "seed", "42")).forEach(payload -> digest.update(payload.body()));

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("c773ff8ea6f660a8cbaa4cc5385a0c08696a3167a29648d86bb184ecc13f126e");
    }

    @ParameterizedTest
    @CsvSource({
        "runaway_cpu, cpuLoad",
        "memory_leak, memoryUsed",
        "disk_thrash, diskReadRate",
        "disk_thrash, diskWriteRate",
        "network_flood, networkReceiveRate"
    })
    void aFaultRaisesWhatItIsAbout(String fault, String attribute) {
        Map<String, String> healthy = Map.of("rows", "1200", "seed", "3");
        Map<String, String> faulty = new HashMap<>(healthy);
        faulty.putAll(Map.of("fault", fault, "fault_from", "600", "fault_rows", "600"));

        assertThat(mean(faulty, 600, attribute)).isGreaterThan(1.3 * mean(healthy, 600, attribute));
    }

    @Test
    void everyValueIsPhysical_andWhatAHostDoesNotSayItNeverSays() {
        payloads(Map.of("devices", "60", "rows", "200")).forEach(payload -> {
            JsonNode row = read(payload);
            assertThat(row.get("cpuLoad").asDouble()).isBetween(0.0, 100.0);
            assertThat(row.get("memoryUsed").asDouble()).isBetween(0.0, 100.0);
            assertThat(row.get("networkReceiveRate").asDouble()).isBetween(0.0, 1e12);
            assertThat(row.path("cpuFrequency").asDouble(1000)).isBetween(100.0, 20_000.0);
            assertThat(row.path("temperature").asDouble(40)).isBetween(0.0, 130.0);
        });
        long kinds = payloads(Map.of("devices", "60", "rows", "2"))
                .map(payload -> payload.device() + read(payload).has("temperature"))
                .distinct()
                .count();
        assertThat(kinds).isEqualTo(60);
    }

    @Test
    void anUnknownFaultIsRefusedWithWhatThereIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payloads(Map.of("fault", "gremlins")))
                .withMessageContaining("gremlins")
                .withMessageContaining("memory_leak");
    }
}
