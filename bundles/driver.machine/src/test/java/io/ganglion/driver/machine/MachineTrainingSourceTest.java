// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.Payload;
import io.ganglion.api.learning.TrainingSource;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTrainingSourceTest {
    private final ObjectMapper mapper = new ObjectMapper();

    private static List<Payload> payloads(Map<String, String> settings) {
        TrainingSource source =
                ServiceLoader.load(TrainingSource.class).findFirst().orElseThrow();
        return source.payloads(settings).toList();
    }

    private List<JsonNode> documents(Map<String, String> settings) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (Payload payload : payloads(settings)) {
            all.add(mapper.readTree(payload.body()));
        }
        return all;
    }

    @Test
    void theSameSeedMeansTheSameBytes_onEveryMachine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        payloads(Map.of("devices", "3", "rows", "500", "seed", "42", "fault", "cavitation", "fault_from", "250"))
                .forEach(payload -> digest.update(payload.body()));

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("925554ea8693c42e90e921e5329604b78d320908b92a88f523338155369757b3");
    }

    @Test
    void anotherSeedIsAnotherPump() {
        assertThat(payloads(Map.of("seed", "1", "rows", "1")).get(0).body())
                .isNotEqualTo(payloads(Map.of("seed", "2", "rows", "1")).get(0).body());
    }

    @Test
    void payloadsComeDeviceAfterDevice_eachInOrderOfTime() {
        List<Payload> all = payloads(Map.of("devices", "3", "rows", "4"));

        assertThat(all)
                .extracting(Payload::device)
                .containsExactly(
                        "pump-1", "pump-1", "pump-1", "pump-1", "pump-2", "pump-2", "pump-2", "pump-2", "pump-3",
                        "pump-3", "pump-3", "pump-3");
        assertThat(all.get(1).receivedAt() - all.get(0).receivedAt()).isEqualTo(1_000_000_000L);
        assertThat(all.get(4).receivedAt()).isEqualTo(all.get(0).receivedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"concise", "normalized"})
    void everyRepresentationSaysTheSame(String representation) throws Exception {
        JsonNode plain = documents(Map.of("rows", "1")).get(0);
        JsonNode other =
                documents(Map.of("rows", "1", "representation", representation)).get(0);

        for (PumpAttribute attribute : PumpAttribute.ALL) {
            JsonNode property = other.get(attribute.key);
            assertThat(property.get("value")).as(attribute.key).isEqualTo(plain.get(attribute.key));
            assertThat(property.get("unitCode").asText()).isEqualTo(attribute.unitCode);
            assertThat(property.get("observedAt")).isEqualTo(plain.get("dateObserved"));
            assertThat(property.has("type")).isEqualTo(representation.equals("normalized"));
        }
    }

    @Test
    void aStuckSensorRepeatsItself_andItsNeighboursGoOn() throws Exception {
        List<JsonNode> rows = documents(
                Map.of("rows", "100", "fault", "sensor_stuck", "fault_from", "50", "fault_attribute", "supplyVoltage"));

        assertThat(rows.subList(50, 100))
                .extracting(row -> row.get("supplyVoltage"))
                .containsOnly(rows.get(49).get("supplyVoltage"));
        assertThat(rows.subList(50, 100))
                .extracting(row -> row.get("motorCurrent"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aSkewedClockIsOffForAsLongAsTheFaultLasts() throws Exception {
        List<JsonNode> rows = documents(Map.of(
                "rows", "4", "fault", "clock_skew", "fault_from", "1", "fault_rows", "2", "fault_skew_s", "-7200"));

        assertThat(rows)
                .extracting(row -> row.get("dateObserved").asText())
                .containsExactly(
                        "2026-01-01T00:00:00.000Z",
                        "2025-12-31T22:00:01.000Z",
                        "2025-12-31T22:00:02.000Z",
                        "2026-01-01T00:00:03.000Z");
    }

    @Test
    void chatterRepeatsTearsAndExaggerates_butNeverLosesTheReadingItself() {
        List<String> healthy = bodies(Map.of("rows", "500"));
        List<String> chattering =
                bodies(Map.of("rows", "500", "fault", "chatter", "fault_from", "0", "fault_severity", "0.5"));

        assertThat(chattering).hasSizeBetween(650, 850).containsAll(healthy);
        assertThat(chattering).anyMatch(body -> !body.endsWith("}"));
        assertThat(chattering).anyMatch(body -> body.contains("\"motorCurrent\":65535"));
    }

    private static List<String> bodies(Map<String, String> settings) {
        return payloads(settings).stream()
                .map(payload -> new String(payload.body(), UTF_8))
                .toList();
    }

    @Test
    void anUnknownSettingOrFaultIsRefusedWithWhatThereIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payloads(Map.of("colour", "blue")))
                .withMessageContaining("colour")
                .withMessageContaining("fault_severity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payloads(Map.of("fault", "rust")))
                .withMessageContaining("rust")
                .withMessageContaining("cavitation");
    }
}
