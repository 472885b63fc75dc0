// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.broker.ByHand.Arrival;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the node publishes, as sessions hear it that get it past Artemis. */
class LiveSessionsTest {

    private static final String INSIGHT = "ganglion/plant1/insight/Pump/pump-7";
    private static final String ALL = "ganglion/plant1/insight/#";
    private static final int MANY = 20_000;

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(
                folder, new Settings.Limits(1 << 20, 100, 10, 1_024, 2 * MANY, 60, 600, 95), Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    private void say(int number) {
        assertThat(plant.outlet().publish(INSIGHT, text(number), false)).isTrue();
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyMessageArrivesOnceAndInOrder_andArtemisKnowsNothingOfIt(int qos) throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>(MANY));
        plant.connect("reader")
                .subscribe(ALL, qos, (topic, message) -> seen.add(message.getQos() + " " + message))
                .waitForCompletion(10_000);
        for (int i = 0; i < MANY; i++) {
            assertThat(plant.outlet().enqueue(INSIGHT, text(i))).isTrue();
            if (i % 100 == 99) {
                plant.outlet().flush();
            }
        }
        await().until(() -> seen.size() == MANY);
        assertThat(seen)
                .isEqualTo(IntStream.range(0, MANY).mapToObj(i -> qos + " " + i).toList());
        assertThat(plant.broker
                        .queue("reader|reader-client." + ALL)
                        .orElseThrow()
                        .getMessagesAdded())
                .isZero();
        assertThat(plant.broker.dropped()).isZero();
        assertThat(plant.broker.meters().waiting).hasValue(0);
    }

    @Test
    void twoFiltersThatOverlapGetOneMessage_withBothIdentifiersAndTheHigherQos() throws Exception {
        try (ByHand reader = ByHand.mqtt5(plant, "reader", "r")
                .subscribe(ALL, 0, 5)
                .subscribe("ganglion/plant1/+/Pump/pump-7", 2, 7)
                .subscribe("ganglion/plant1/status/#", 1, 9)) {
            say(1);
            say(2);
            Arrival first = reader.acknowledged();
            assertThat(first.topic()).isEqualTo(INSIGHT);
            assertThat(first.qos()).isEqualTo(1);
            assertThat(first.subscriptions()).containsExactlyInAnyOrder(5, 7);
            assertThat(reader.acknowledged().text()).isEqualTo("2");
            reader.awaitSilence();
        }
    }

    @Test
    void newerSubscriptionToTheSameFilterTakesTheOldOnesPlace() throws Exception {
        try (ByHand reader =
                ByHand.mqtt5(plant, "reader", "r").subscribe(ALL, 1, 5).subscribe(ALL, 0, 6)) {
            say(1);
            Arrival arrival = reader.next();
            assertThat(arrival.qos()).isZero();
            assertThat(arrival.subscriptions()).containsExactly(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void subscriptionThatComesWhileMessagesFlowMissesNoneFromItsFirst(int qos) throws Exception {
        AtomicBoolean flowing = new AtomicBoolean(true);
        List<Integer> said = new ArrayList<>();
        Thread speaker = new Thread(() -> {
            for (int i = 0; flowing.get() && i < MANY; i++) {
                plant.outlet().publish(INSIGHT, text(i), false);
                said.add(i);
            }
        });
        speaker.start();
        List<String> heard = new ArrayList<>();
        try (ByHand reader = ByHand.mqtt3(plant, "reader", "r", true).subscribe(ALL, qos, 0)) {
            flowing.set(false);
            speaker.join();
            say(MANY);
            while (!heard.contains(Integer.toString(MANY))) {
                heard.add(reader.acknowledged().text());
            }
        }
        assertThat(heard.subList(0, heard.size() - 1)).isEqualTo(numbers(said.size() - heard.size() + 1, said.size()));
    }

    @Test
    void durableSessionHasAllAfterItsAbsence_andNoneTwiceWhenItIsBack() throws Exception {
        List<String> live = new CopyOnWriteArrayList<>();
        plant.connect("reader", "live", true)
                .subscribe(ALL, 1, (topic, message) -> live.add(message.toString()))
                .waitForCompletion(10_000);
        MqttAsyncClient durable = plant.connect("reader", "durable", false);
        durable.subscribe(ALL, 1).waitForCompletion(10_000);
        durable.disconnect().waitForCompletion(10_000);
        IntStream.range(0, 100).forEach(this::say);

        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient back = plant.client("durable");
        back.setCallback(new Silent() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                seen.add(message.toString());
            }
        });
        Thread speaker = new Thread(() -> IntStream.range(100, 400).forEach(this::say));
        speaker.start();
        back.connect(Plant.options("reader", false)).waitForCompletion(10_000);
        speaker.join();
        say(400);
        await().until(() -> seen.contains("400") && live.contains("400"));
        assertThat(seen).isEqualTo(numbers(0, 401));
        assertThat(live).isEqualTo(numbers(0, 401));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void whoTakesASessionOverHearsEachMessageOnce(boolean firstClean, boolean secondClean) throws Exception {
        try (ByHand first = ByHand.mqtt3(plant, "reader", "r", firstClean).subscribe(ALL, 1, 0)) {
            say(1);
            assertThat(first.acknowledged().text()).isEqualTo("1");
            try (ByHand second = ByHand.mqtt3(plant, "reader", "r", secondClean).subscribe(ALL, 1, 0)) {
                IntStream.range(2, 10).forEach(this::say);
                // Where the session is kept, what the first did not acknowledge in time may come again.
                Arrival arrival = second.acknowledged();
                arrival = arrival.text().equals("1") ? second.acknowledged() : arrival;
                assertThat(arrival.text()).isEqualTo("2");
                assertThat(second.texts(7)).isEqualTo(numbers(3, 10));
                second.awaitSilence();
            }
        }
    }

    @Test
    void unsubscribedIsUnheard_andWhoLeftCostsNothing() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttAsyncClient reader = plant.connect("reader");
        reader.subscribe(ALL, 1, (topic, message) -> seen.add(message.toString()))
                .waitForCompletion(10_000);
        reader.subscribe("ganglion/plant1/status/#", 1, (topic, message) -> seen.add(message.toString()))
                .waitForCompletion(10_000);
        reader.unsubscribe(ALL).waitForCompletion(10_000);
        say(1);
        plant.outlet().publish("ganglion/plant1/status/x", text(2), false);
        await().until(() -> seen.equals(List.of("2")));
        reader.disconnect().waitForCompletion(10_000);
        await().until(() -> plant.broker
                .subscribers()
                .audience("ganglion/plant1/status/x")
                .all()
                .isEmpty());
        assertThat(plant.broker.meters().waiting).hasValue(0);
    }

    @Test
    void sharedSubscriptionSharesAsBefore() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        for (String client : List.of("a", "b")) {
            MqttAsyncClient reader = plant.client(client);
            reader.setCallback(new Silent() {
                @Override
                public void messageArrived(String topic, MqttMessage message) {
                    seen.add(message.toString());
                }
            });
            reader.connect(Plant.options("reader", true)).waitForCompletion(10_000);
            reader.subscribe("$share/g/" + ALL, 1).waitForCompletion(10_000);
        }
        IntStream.range(0, 50).forEach(this::say);
        await().until(() -> seen.size() >= 50);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(0, 50));
    }

    @Test
    void namelessClientHearsToo_andMqtt5TellsItItsName() throws Exception {
        try (ByHand old = ByHand.mqtt3(plant, "reader", "", true).subscribe(ALL, 1, 0);
                ByHand five = ByHand.mqtt5(plant, "reader", "").subscribe(ALL, 1, 0)) {
            say(1);
            assertThat(old.acknowledged().text()).isEqualTo("1");
            assertThat(five.acknowledged().text()).isEqualTo("1");
            assertThat(five.greeting())
                    .containsPattern("[0-9a-f]{8}-[0-9a-f]{4}-")
                    .doesNotContain("reader|");
        }
    }
}
