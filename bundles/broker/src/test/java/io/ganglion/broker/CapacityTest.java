// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.broker.ByHand.Arrival;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live session gets no more than it takes, and in one order, whichever way a message came. */
class CapacityTest {

    private static final String INSIGHT = "ganglion/plant1/insight/Pump/pump-7";
    private static final String TELEMETRY = "ganglion/plant1/telemetry/Pump/pump-7";
    private static final String STATUS = "ganglion/plant1/status/node-1";
    private static final int QUEUE = 50;

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder, new Settings.Limits(1 << 20, 100, 10, 1_024, QUEUE, 60, 600, 95), Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    private static byte[] receiveMaximum(int messages) {
        return new byte[] {0x21, 0, (byte) messages};
    }

    private void say(String topic, int number, boolean retained) {
        assertThat(plant.outlet().publish(topic, ("" + number).getBytes(UTF_8), retained))
                .isTrue();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    @Test
    void receiveMaximumIsHonoured() throws Exception {
        try (ByHand reader =
                ByHand.mqtt5(plant, "reader", "r", receiveMaximum(3)).subscribe("#", 1, 0)) {
            IntStream.range(0, 10).forEach(i -> say(INSIGHT, i, false));
            Arrival first = reader.next();
            assertThat(first.text()).isEqualTo("0");
            assertThat(reader.next().text()).isEqualTo("1");
            assertThat(reader.next().text()).isEqualTo("2");
            reader.awaitSilence();
            reader.acknowledge(first);
            assertThat(reader.next().text()).isEqualTo("3");
            reader.awaitSilence();
        }
    }

    @Test
    void whatArtemisSendsCountsInTheSameWindow_andHasPacketIdentifiersOfItsOwn() throws Exception {
        try (ByHand reader =
                ByHand.mqtt5(plant, "reader", "r", receiveMaximum(2)).subscribe("#", 1, 0)) {
            MqttAsyncClient pump = plant.connect("pump-7");
            say(INSIGHT, 0, false);
            say(INSIGHT, 1, false);
            Arrival first = reader.next();
            Arrival second = reader.next();
            pump.publish(TELEMETRY, "from afar".getBytes(UTF_8), 1, false).waitForCompletion(10_000);
            say(INSIGHT, 2, false);
            reader.awaitSilence();
            reader.acknowledge(first);
            Arrival third = reader.next();
            reader.awaitSilence();
            reader.acknowledge(second);
            Arrival fourth = reader.next();
            assertThat(List.of(third.text(), fourth.text())).containsExactlyInAnyOrder("from afar", "2");
            assertThat(List.of(third.packetId(), fourth.packetId())).doesNotHaveDuplicates();
            reader.acknowledge(third);
            reader.acknowledge(fourth);
            await().until(() -> plant.broker
                            .queue("reader|r.ganglion/plant1/#")
                            .orElseThrow()
                            .getMessageCount()
                    == 0);
        }
    }

    @Test
    void exactlyOnceMessagesOfOthersComeBetweenTheNodesOwn() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient reader = plant.client("r");
        reader.setCallback(new Silent() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                seen.add(message.getQos() + " " + message);
            }
        });
        reader.connect(Plant.options("reader", true)).waitForCompletion(10_000);
        reader.subscribe("#", 2).waitForCompletion(10_000);
        MqttAsyncClient pump = plant.connect("pump-7");
        for (int i = 0; i < 20; i++) {
            say(INSIGHT, i, false);
            pump.publish(TELEMETRY, ("t" + i).getBytes(UTF_8), 2, false).waitForCompletion(10_000);
        }
        await().until(() -> seen.size() >= 40);
        assertThat(seen.stream().filter(text -> text.startsWith("1 ")))
                .isEqualTo(numbers(0, 20).stream().map(text -> "1 " + text).toList());
        assertThat(seen.stream().filter(text -> text.startsWith("2 t"))).hasSize(20);
        await().until(() ->
                plant.broker.queue("reader|r.ganglion/plant1/#").orElseThrow().getMessageCount() == 0);
    }

    @Test
    void slowSubscriberLosesTheOldest_isCounted_andHoldsUpNobody() throws Exception {
        List<String> others = new CopyOnWriteArrayList<>();
        plant.connect("reader", "quick", true)
                .subscribe("#", 1, (topic, message) -> others.add(message.toString()))
                .waitForCompletion(10_000);
        try (ByHand slow =
                ByHand.mqtt5(plant, "reader", "slow", receiveMaximum(1)).subscribe("#", 1, 0)) {
            say(INSIGHT, 0, false);
            Arrival first = slow.next();
            for (int i = 1; i <= QUEUE + 7; i++) {
                say(INSIGHT, i, false);
                int said = i + 1;
                await().until(() -> others.size() == said);
            }
            assertThat(plant.broker.dropped()).isEqualTo(7);
            slow.acknowledge(first);
            assertThat(slow.texts(QUEUE)).isEqualTo(numbers(8, QUEUE + 8));
            slow.awaitSilence();
        }
        assertThat(others).isEqualTo(numbers(0, QUEUE + 8));
        await().until(() -> plant.broker.dropped() == 0);
    }

    @Test
    void subscriberWhoDoesNotReadLosesTheOldest_atQos0() throws Exception {
        try (ByHand slow = ByHand.mqtt3(plant, "reader", "slow", true).subscribe("#", 0, 0)) {
            int said = 0;
            while (plant.broker.dropped() == 0) {
                byte[] body = ByteBuffer.allocate(60_000).putInt(said++).array();
                assertThat(plant.outlet().publish(INSIGHT, body, false)).isTrue();
            }
            assertThat(plant.broker.meters().waiting.get()).isLessThanOrEqualTo(Backlog.BYTES_LIMIT);
            int last = -1;
            long heard = 0;
            while (last < said - 1) {
                int number = ByteBuffer.wrap(slow.next().body()).getInt();
                assertThat(number).isGreaterThan(last);
                last = number;
                heard++;
            }
            assertThat(heard + plant.broker.dropped()).isEqualTo(said);
        }
    }

    @Test
    void packetThatTheClientCannotTakeIsLeftOut() throws Exception {
        try (ByHand reader = ByHand.mqtt5(plant, "reader", "r", new byte[] {0x27, 0, 0, 0, (byte) 200})
                .subscribe("#", 1, 0)) {
            assertThat(plant.outlet().publish(INSIGHT, new byte[300], false)).isTrue();
            say(INSIGHT, 1, false);
            assertThat(reader.acknowledged().text()).isEqualTo("1");
        }
    }

    @Test
    void topicThatBecomesARetainedOneKeepsItsOrder() throws Exception {
        try (ByHand reader =
                ByHand.mqtt5(plant, "reader", "r", receiveMaximum(2)).subscribe("#", 1, 0)) {
            IntStream.range(0, 20).forEach(i -> say(INSIGHT, i, false));
            say(INSIGHT, 20, true);
            IntStream.range(21, 40).forEach(i -> say(INSIGHT, i, false));
            assertThat(reader.texts(40)).isEqualTo(numbers(0, 40));
            reader.awaitSilence();
        }
    }

    @Test
    void statusThatWasKeptComesBeforeEveryNewerOne() throws Exception {
        say(STATUS, 0, true);
        for (int n = 0; n < 10; n++) {
            try (ByHand reader = ByHand.mqtt3(plant, "reader", "r" + n, true).subscribe(STATUS, 1, 0)) {
                IntStream.range(1, 20).forEach(i -> say(STATUS, i, i % 2 == 0));
                say(STATUS, 0, true);
                assertThat(reader.texts(20)).isEqualTo(numbers(0, 20));
                assertThat(reader.acknowledged().text()).isEqualTo("0");
                reader.awaitSilence();
            }
        }
    }
}
