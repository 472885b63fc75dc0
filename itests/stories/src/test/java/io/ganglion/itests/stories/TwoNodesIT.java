// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An edge node carries its rows on to a central one in batches, and both are cut off in between. */
class TwoNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ROUND = 300;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static Node central;
    private static Node edge;

    @AfterAll
    static void stopNodes() throws IOException {
        for (Node node : new Node[] {edge, central}) {
            if (node != null) {
                node.close();
            }
        }
    }

    @Test
    void everyRowReachesTheCentre_once_throughAPowerCutOnEitherSide() throws IOException {
        Path folder = Stage.folder("two-nodes");
        central = Node.at(Ganglion.underTest(), folder, "central");
        central.start();
        Login receiver = central.login("receiver", "node");
        Login sender = central.login("edge", "node");
        int port = central.mqttPort();
        // The file installer takes it while the node runs.
        central.configured(
                "io.ganglion.uplink.receiver-edges",
                Map.of(
                        "uri", "tcp://127.0.0.1:" + port,
                        "user", receiver.user(),
                        "password_file", secret(folder, receiver)));
        edge = Node.at(Ganglion.underTest(), folder, "edge")
                .configured(
                        "io.ganglion.uplink-central",
                        Map.of(
                                "name", "central",
                                "uri", "tcp://127.0.0.1:" + port,
                                "user", sender.user(),
                                "password_file", secret(folder, sender),
                                "format", "batches",
                                "devices", "pump-0, pump-1, pump-2",
                                "reconnect_max_s", "2"));
        edge.start();
        List<Pump> pumps =
                IntStream.range(0, 3).mapToObj(i -> new Pump("pump-" + i, NOW)).toList();

        send(pumps);
        central.kill();
        send(pumps);
        edge.kill();
        edge.start();
        central.start();
        send(pumps);

        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            for (Pump pump : pumps) {
                assertThat(rows(central, pump.device())).isEqualTo(3 * ROUND);
            }
        });
        assertThat(central.json("aiot:series-query Pump pump-1 --limit 2000"))
                .isEqualTo(edge.json("aiot:series-query Pump pump-1 --limit 2000"));
        JsonNode uplink = edge.json("aiot:uplink-status").get(0);
        assertThat(uplink.path("state").asText()).isEqualToIgnoringCase("online");
        assertThat(uplink.path("observations").path("lost").asLong()).isZero();
    }

    private static void send(List<Pump> pumps) throws IOException {
        Login gateway = edge.login("gateway", "gateway");
        try (MqttWire wire = MqttWire.publisher(edge.mqttPort(), "gateway", gateway, 100)) {
            for (int i = 0; i < ROUND; i++) {
                for (Pump pump : pumps) {
                    wire.publish(pump.topic(), pump.next(), i);
                }
            }
            wire.flush();
            await().atMost(PATIENCE).until(() -> wire.unacknowledged() == 0);
        }
    }

    private static long rows(Node node, String device) throws IOException {
        boolean known = node.tryExec("aiot:entity-show " + device).code() == 0;
        return known ? node.json("aiot:entity-show " + device).path("rows").asLong() : 0;
    }

    private static String secret(Path folder, Login login) throws IOException {
        Path file = Files.createFile(
                folder.resolve(login.user() + ".password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, login.password()).toString();
    }
}
