// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private static final String STATUS = "ganglion/plant1/status/node-1";
    private static final String INSIGHT = "ganglion/plant1/insight/Pump/pump-7";

    @TempDir
    Path folder;

    private Plant plant;

    @AfterEach
    void stop() throws Exception {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    void retainedMessageSurvivesTheBroker_andTheNewestCounts() throws Exception {
        plant = new Plant(folder);
        plant.outlet().publish(STATUS, "starting".getBytes(UTF_8), true);
        plant.outlet().publish(STATUS, "up".getBytes(UTF_8), true);
        plant.restart();
        assertThat(retained()).containsExactly("up true");

        plant.outlet().publish(STATUS, new byte[0], true);
        plant.restart();
        plant.outlet().publish("ganglion/plant1/status/other", "x".getBytes(UTF_8), true);
        assertThat(retained()).containsExactly("x true");
    }

    private List<String> retained() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader")
                .subscribe(
                        "ganglion/plant1/status/#",
                        1,
                        (topic, message) -> seen.add(message + " " + message.isRetained()));
        await().until(() -> !seen.isEmpty());
        return seen;
    }

    @Test
    void messagesForAnAbsentSubscriberWait_evenOverARestart() throws Exception {
        plant = new Plant(folder);
        MqttAsyncClient reader = plant.connect("reader", "r1", false);
        reader.subscribe("ganglion/plant1/insight/#", 1).waitForCompletion(10_000);
        reader.disconnect().waitForCompletion(10_000);
        assertThat(plant.outlet().publish(INSIGHT, "1".getBytes(UTF_8), false)).isTrue();
        plant.restart();
        assertThat(plant.outlet().publish(INSIGHT, "2".getBytes(UTF_8), false)).isTrue();

        assertThat(come("r1", 2)).containsExactly("1", "2");
    }

    private List<String> come(String clientId, int expected) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient back = plant.client(clientId);
        back.setCallback(new Silent() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                seen.add(message.toString());
            }
        });
        back.connect(Plant.options("reader", false)).waitForCompletion(10_000);
        await().until(() -> seen.size() >= expected);
        return seen;
    }

    @Test
    void absentSubscribersQueueIsBounded_andWhatItLostIsCounted() throws Exception {
        Settings.Limits five = new Settings.Limits(1 << 20, 10, 10, 10, 5, 60, 600, 95);
        plant = new Plant(folder, five, Optional.empty());
        MqttAsyncClient reader = plant.connect("reader", "r1", false);
        reader.subscribe("ganglion/plant1/insight/#", 1).waitForCompletion(10_000);
        reader.disconnect().waitForCompletion(10_000);
        await().until(() -> plant.broker
                        .queue("reader|r1.ganglion/plant1/insight/#")
                        .orElseThrow()
                        .getConsumerCount()
                == 0);
        for (int i = 0; i < 12; i++) {
            plant.outlet().publish(INSIGHT, ("" + i).getBytes(UTF_8), false);
        }
        await().until(() -> plant.broker.dropped() == 7);
        assertThat(come("r1", 5))
                .containsExactlyElementsOf(
                        IntStream.range(7, 12).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subscriberReceivesInOrder(boolean clean) throws Exception {
        plant = new Plant(folder);
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader", "r1", clean)
                .subscribe("ganglion/plant1/insight/#", 1, (topic, message) -> seen.add(message.toString()))
                .waitForCompletion(10_000);
        for (int i = 0; i < 500; i++) {
            assertThat(plant.outlet().publish(INSIGHT, ("" + i).getBytes(UTF_8), false))
                    .isTrue();
        }
        await().until(() -> seen.size() == 500);
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void unheardMessageTouchesNoQueue() throws Exception {
        plant = new Plant(folder);
        long before = plant.broker.server().getPostOffice().getAllBindings().count();
        assertThat(plant.outlet().publish(INSIGHT, new byte[1], false)).isTrue();
        assertThat(plant.broker.server().getPostOffice().getAllBindings().count())
                .isEqualTo(before);
        assertThat(plant.broker.server().getTotalMessagesAdded()).isZero();
    }

    @Test
    void unsubscribedTopicIsUnheardAgain() throws Exception {
        plant = new Plant(folder);
        MqttAsyncClient reader = plant.connect("reader");
        reader.subscribe("ganglion/plant1/insight/#", 1).waitForCompletion(10_000);
        assertThat(plant.broker.subscribers().present(INSIGHT)).isTrue();
        reader.unsubscribe("ganglion/plant1/insight/#").waitForCompletion(10_000);
        assertThat(plant.broker.subscribers().present(INSIGHT)).isFalse();
    }

    @Test
    void takenPortEndsTheStart_andIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Settings settings = new Settings(
                    "127.0.0.1",
                    port,
                    Optional.empty(),
                    "plant1",
                    folder,
                    folder.resolve("c"),
                    Settings.Limits.DEFAULT);
            assertThatThrownBy(() -> Broker.start(settings, () -> null, Clock.systemUTC()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("port " + port + " is taken: ");
        }
    }
}
