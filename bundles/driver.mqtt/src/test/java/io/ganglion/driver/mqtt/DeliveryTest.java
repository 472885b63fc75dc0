// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    private static final String TOPIC = "ganglion/plant1/telemetry/Pump/pump-7";

    private final Plant.Door door = new Plant.Door();
    private Mosquitto broker;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        broker = new Mosquitto(folder).start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void aMessageReachesTheIntake_withContractAndDeviceFromItsTopic() throws Exception {
        Connection connection = Plant.online(Plant.settings(broker.port, Map.of()), door);

        Plant.send(broker.port, TOPIC, "{}");

        door.awaitBodies(1);
        Payload payload = door.payloads.get(0);
        assertThat(payload.driver()).isEqualTo("mqtt");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.topic()).isEqualTo(TOPIC);
        connection.close();
    }

    @Test
    void aMessageThatTheNodeDidNotAnswerFor_comesAgain_andOneItAnsweredForDoesNot() throws Exception {
        MqttSettings settings = Plant.settings(broker.port, Map.of());
        door.answers = false;
        Connection killed = Plant.online(settings, door);
        Plant.send(broker.port, TOPIC, "one", "two");
        door.awaitBodies(2);
        door.unanswered.get(0).done();
        // The broker has the acknowledgement before the cable is cut: a later message proves that it was read.
        Plant.send(broker.port, TOPIC, "three");
        door.awaitBodies(3);
        killed.die();
        // An answer that comes after the session must not acknowledge anything in the next one.
        door.unanswered.forEach(late -> late.done());

        Plant.Door second = new Plant.Door();
        Connection next = Plant.online(settings, second);

        second.awaitBodies(2);
        assertThat(second.bodies).contains("two", "three");
        next.close();
        Plant.Door third = new Plant.Door();
        Connection last = Plant.online(settings, third);
        Plant.send(broker.port, TOPIC, "marker");
        third.awaitBodies(1);
        assertThat(third.bodies).containsExactly("marker");
        last.close();
    }

    @Test
    void aShutDoorHoldsTheMessagesAtTheBroker_andLosesNoneAndMixesNone() throws Exception {
        Connection connection = Plant.online(Plant.settings(broker.port, Map.of()), door);
        door.shut = true;
        String[] bodies = IntStream.range(0, 3000).mapToObj(Integer::toString).toArray(String[]::new);

        Plant.send(broker.port, TOPIC, bodies);
        Plant.awaitState(connection, State.DEGRADED);
        assertThat(connection.status().detail()).contains("busy");
        assertThat(door.bodies).isEmpty();
        door.shut = false;

        door.awaitBodies(bodies.length);
        assertThat(door.bodies).containsExactly(bodies);
        Plant.awaitState(connection, State.ONLINE);
        connection.close();
    }

    @Test
    void moreThanMaxInFlightMessagesAreNeverUnanswered() throws Exception {
        door.answers = false;
        Connection connection = Plant.online(Plant.settings(broker.port, Map.of("max__in__flight", 5)), door);

        Plant.send(
                broker.port,
                TOPIC,
                IntStream.range(0, 12).mapToObj(Integer::toString).toArray(String[]::new));

        Plant.awaitState(connection, State.DEGRADED);
        assertThat(door.bodies).hasSize(5);
        door.answers = true;
        door.unanswered.forEach(a -> a.done());
        door.awaitBodies(12);
        assertThat(door.bodies).hasSize(12);
        connection.close();
    }

    @Test
    void aTopicThatNamesNoDevice_isCountedAndAcknowledged_andBlocksNobody() throws Exception {
        MqttSettings settings = Plant.settings(broker.port, Map.of("topics", new String[] {"ganglion/#"}));
        Connection connection = Plant.online(settings, door);

        Plant.send(broker.port, "ganglion/plant1/nonsense", "a");
        Plant.send(broker.port, "ganglion/plant1/telemetry/Pump/two words", "b");
        Plant.send(broker.port, TOPIC, "c");

        door.awaitBodies(1);
        assertThat(door.bodies).containsExactly("c");
        assertThat(connection.status().state()).isEqualTo(State.ONLINE);
        assertThat(connection.status().detail()).contains("messages dropped", "two words");
        connection.close();
        Plant.Door second = new Plant.Door();
        Connection next = Plant.online(settings, second);
        Plant.send(broker.port, TOPIC, "d");
        second.awaitBodies(1);
        assertThat(second.bodies).containsExactly("d");
        next.close();
    }

    @Test
    void aHugeMessageArrivesCut_andItsNeighbourWhole() throws Exception {
        int limit = 128 * 1024;
        Connection connection = Plant.online(Plant.settings(broker.port, Map.of("max__packet__bytes", limit)), door);

        Plant.send(broker.port, TOPIC, "x".repeat(6_000_000), "whole");

        door.awaitBodies(2);
        assertThat(door.bodies.get(0).length()).isBetween(limit - 200, limit);
        assertThat(door.bodies.get(1)).isEqualTo("whole");
        connection.close();
    }

    @Test
    void theStatusTopicSaysOnline_offlineAfterAGoodbye_andOfflineAfterACut() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (MqttClient watcher =
                new MqttClient("tcp://127.0.0.1:" + broker.port, "watcher", new MemoryPersistence())) {
            watcher.connect();
            watcher.subscribe("ganglion/plant1/status/edge-1", (topic, message) -> seen.add(message.toString()));
            String online = "{\"status\":\"online\"}";
            String offline = "{\"status\":\"offline\"}";

            Plant.online(Plant.settings(broker.port, Map.of()), door).close();
            await().atMost(10, SECONDS).until(() -> seen.equals(List.of(online, offline)));
            Plant.online(Plant.settings(broker.port, Map.of()), door).die();
            await().atMost(10, SECONDS).until(() -> seen.equals(List.of(online, offline, online, offline)));
            watcher.disconnect();
        }
    }
}
