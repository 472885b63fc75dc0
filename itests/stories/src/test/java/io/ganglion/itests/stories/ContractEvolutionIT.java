// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.DerivedBundle;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A contract grows while devices send: refused rows come back after the fix, and two majors live side by side. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractEvolutionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static Path folder;
    private static Node node;
    private static MqttWire gateway;

    @BeforeAll
    static void startNode() throws IOException {
        folder = Stage.folder("contract-evolution");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
        gateway = MqttWire.publisher(node.mqttPort(), "gateway", node.login("gateway", "gateway"), 50);
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void rowsThatABadRangeRefused_areKeptWithTheirOwnTime_onceTheContractIsFixed() throws IOException {
        Pump pump = new Pump("strong", NOW.minusSeconds(3_600));
        for (int i = 0; i < 10; i++) {
            String reading = new String(pump.next(), UTF_8);
            // Twice as strong as the contract's author thought possible.
            send(pump.topic(), reading.replaceFirst("\"flow\":[0-9.]+", "\"flow\":" + (2_000 + i)));
        }
        await().atMost(PATIENCE).until(() -> count("strong", "quarantined") == 10);
        JsonNode kept = quarantined("strong").get(0);
        assertThat(kept.path("path").asText()).isEqualTo("/flow");
        assertThat(node.tryExec("aiot:quarantine-replay --group "
                                + kept.path("id").asText())
                        .code())
                .as("before the fix it is refused again")
                .isEqualTo(1);

        Path fixed = DerivedBundle.of(DerivedBundle.built(Ganglion.underTest(), "models/pump"))
                .version("1.1.0")
                .text("contract/schema.json", text -> text.replaceFirst("(\"flow\":[^}]*\"maximum\": )1000", "$15000"))
                .writeTo(folder.resolve("pump-1.1.0.jar"));
        node.exec("bundle:update io.ganglion.contract.pump " + fixed.toUri());
        await().atMost(PATIENCE).until(() -> serves("1.1.0"));
        JsonNode replay = node.json("aiot:quarantine-replay --group "
                + quarantined("strong").get(0).path("id").asText());

        assertThat(replay.path("accepted").asInt()).isEqualTo(10);
        assertThat(quarantined("strong")).isEmpty();
        JsonNode rows = node.json("aiot:series-query Pump strong flow --limit 100");
        assertThat(rows).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(Instant.parse(rows.get(i).path("time").asText()))
                    .isEqualTo(NOW.minusSeconds(3_600).plusMillis(i));
            assertThat(rows.get(i).path("values").path("flow").asDouble()).isEqualTo(2_000 + i);
            assertThat(rows.get(i).path("replayed").asBoolean()).isTrue();
        }
    }

    @Test
    @Order(2)
    void whatBreaksReaders_isRefusedAsAMinor_andServedBesideTheOldAsAMajor() throws IOException {
        Path minor = renamed("1.9.0");
        node.exec("bundle:install -s " + minor.toUri());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.exec("aiot:contract-list")).contains("1.9.0", "flow"));
        assertThat(serves("1.9.0")).isFalse();

        node.exec("bundle:install -s " + renamed("2.0.0").toUri());
        await().atMost(PATIENCE).until(() -> serves("2.0.0"));
        Pump old = new Pump("old", NOW);
        Pump migrated = new Pump("migrated", NOW);
        send(old.topic(), new String(old.next(), UTF_8));
        send(migrated.topic(), new String(migrated.next(), UTF_8).replace("\"flow\"", "\"volumeFlow\""));
        await().atMost(PATIENCE).until(() -> count("old", "accepted") == 1 && count("migrated", "accepted") == 1);

        assertThat(node.json("aiot:series-query Pump old flow")
                        .get(0)
                        .path("values")
                        .path("flow")
                        .isNumber())
                .isTrue();
        assertThat(node.json("aiot:series-query Pump migrated volumeFlow")
                        .get(0)
                        .path("values")
                        .path("volumeFlow")
                        .isNumber())
                .isTrue();
        assertThat(node.exec("aiot:model-route"))
                .as("the model reads the old major alone")
                .contains("Pump");
        // A device may say which one it means.
        send("ganglion/plant1/telemetry/Pump@1/migrated", "{\"id\":\"urn:ngsi-ld:Pump:migrated\",\"type\":\"Pump\"}");
        await().atMost(PATIENCE).until(() -> !quarantined("migrated").isEmpty());
        assertThat(quarantined("migrated").get(0).path("contract").asText()).startsWith("Pump@1");
    }

    private static Path renamed(String version) throws IOException {
        DerivedBundle derived = DerivedBundle.of(DerivedBundle.built(Ganglion.underTest(), "models/pump"))
                .version(version)
                .header(
                        "Bundle-SymbolicName",
                        name -> "io.ganglion.contract.pump" + version.charAt(0) + version.charAt(2));
        for (String file : List.of("schema.json", "overlay.json", "mapping.json")) {
            derived.text("contract/" + file, text -> text.replace("\"flow\"", "\"volumeFlow\""));
        }
        return derived.writeTo(folder.resolve("pump-" + version + ".jar"));
    }

    private static void send(String topic, String body) throws IOException {
        gateway.publish(topic, body.getBytes(UTF_8), 0);
        gateway.flush();
    }

    private static boolean serves(String version) throws IOException {
        for (JsonNode contract : node.json("aiot:contract-list")) {
            if (contract.path("contract").asText().equals("Pump")
                    && contract.path("version").asText().equals(version)) {
                return contract.path("state").asText().equals("served");
            }
        }
        return false;
    }

    private static List<JsonNode> quarantined(String device) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        node.json("aiot:quarantine-list -n 1000").forEach(entry -> {
            if (entry.path("device").asText().equals(device)) {
                found.add(entry);
            }
        });
        return found;
    }

    private static long count(String device, String what) throws IOException {
        long count = 0;
        for (JsonNode entry : node.json("aiot:device-list")) {
            count += entry.path("device").asText().equals(device)
                    ? entry.path(what).asLong()
                    : 0;
        }
        return count;
    }
}
