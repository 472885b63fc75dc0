// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

    private static final String TOPIC = "ganglion/plant1/telemetry/Pump/pump-7";

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder);
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void payloadReachesTheIntake_withItsContractAndDevice(int qos) throws Exception {
        plant.connect("pump-7").publish(TOPIC, "a".getBytes(UTF_8), qos, false).waitForCompletion(10_000);

        await().until(() -> plant.door.payloads.size() == 1);
        Payload payload = plant.door.payloads.get(0);
        assertThat(payload.driver()).isEqualTo("broker");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.topic()).isEqualTo(TOPIC);
        assertThat(payload.body()).asString(UTF_8).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void senderIsAnsweredOnlyWhenThePipelineIsDone(int qos) throws Exception {
        plant.door.acknowledging = false;
        MqttAsyncClient pump = plant.connect("pump-7");
        IMqttDeliveryToken token = pump.publish(TOPIC, "a".getBytes(UTF_8), qos, false);
        await().until(() -> plant.door.due.size() == 1);
        // A later QoS 0 message came through: the connection lives, the answer alone is withheld.
        pump.publish(TOPIC, "b".getBytes(UTF_8), 0, false);
        await().until(() -> plant.door.payloads.size() == 2);
        assertThat(token.isComplete()).isFalse();

        plant.door.due.get(0).done();
        token.waitForCompletion(10_000);
    }

    @Test
    void answersLeaveInTheOrderOfArrival_whoeverIsDoneFirst() throws Exception {
        plant.door.acknowledging = false;
        MqttAsyncClient gateway = plant.connect("gateway");
        List<IMqttDeliveryToken> answered = new CopyOnWriteArrayList<>();
        List<IMqttDeliveryToken> sent = new ArrayList<>();
        gateway.setCallback(new Silent() {
            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                answered.add(token);
            }
        });
        for (int i = 0; i < 5; i++) {
            sent.add(gateway.publish("ganglion/plant1/telemetry/Pump/p" + i, new byte[1], 1, false));
        }
        await().until(() -> plant.door.due.size() == 5);
        for (int i = 4; i >= 0; i--) {
            plant.door.due.get(i).done();
        }
        await().until(() -> answered.size() == 5);
        assertThat(answered).containsExactlyElementsOf(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fullIntakePushesBack_andNothingIsLostOrOvertakes(int qos) throws Exception {
        plant.door.room = 3;
        MqttAsyncClient pump = plant.connect("pump-7");
        for (int i = 0; i < 8; i++) {
            pump.publish(TOPIC, ("" + i).getBytes(UTF_8), qos, false);
        }
        await().until(() -> plant.broker.meters().pushedBack.sum() == 1);
        assertThat(plant.door.bodies()).containsExactly("0", "1", "2");

        plant.door.room = Integer.MAX_VALUE;
        await().until(() -> plant.door.payloads.size() == 8);
        assertThat(plant.door.bodies())
                .containsExactlyElementsOf(
                        IntStream.range(0, 8).mapToObj(String::valueOf).toList());
    }

    @Test
    void oneFullSenderLeavesTheOthersAlone() throws Exception {
        plant.intake = (payload, done) -> !payload.device().equals("pump-7") && plant.door.offer(payload, done);
        plant.connect("pump-7").publish(TOPIC, new byte[1], 1, false);
        await().until(() -> plant.broker.meters().pushedBack.sum() == 1);

        plant.connect("pump-8")
                .publish("ganglion/plant1/telemetry/Pump/pump-8", new byte[1], 1, false)
                .waitForCompletion(10_000);
    }

    @Test
    void withoutPipelineTelemetryWaits_andComesWithThePipeline() throws Exception {
        plant.intake = null;
        MqttAsyncClient pump = plant.connect("pump-7");
        IMqttDeliveryToken token = pump.publish(TOPIC, "a".getBytes(UTF_8), 1, false);
        await().until(() -> plant.broker.meters().pushedBack.sum() == 1);
        assertThat(token.isComplete()).isFalse();

        plant.intake = plant.door;
        token.waitForCompletion(10_000);
        pump.publish(TOPIC, "b".getBytes(UTF_8), 1, false).waitForCompletion(10_000);
        assertThat(plant.door.bodies()).containsExactly("a", "b");
    }

    @Test
    void unacknowledgedMessageComesAgain_afterTheConnectionWasLost() throws Exception {
        plant.door.acknowledging = false;
        MqttAsyncClient pump = plant.connect("pump-7", "c1", false);
        pump.publish(TOPIC, "a".getBytes(UTF_8), 1, false);
        await().until(() -> plant.door.payloads.size() == 1);
        pump.disconnectForcibly(0, 0, false);

        plant.door.acknowledging = true;
        pump.connect(Plant.options("pump-7", false)).waitForCompletion(10_000);
        await().until(() -> plant.door.payloads.size() == 2);
        await().until(() -> pump.getPendingDeliveryTokens().length == 0);
    }

    @Test
    void exactlyOnceMessageIsNotGivenTwice_thoughItCameTwice() throws Exception {
        plant.door.acknowledging = false;
        MqttAsyncClient pump = plant.connect("pump-7", "c1", false);
        pump.publish(TOPIC, "a".getBytes(UTF_8), 2, false);
        await().until(() -> plant.door.payloads.size() == 1);
        pump.disconnectForcibly(0, 0, false);
        pump.connect(Plant.options("pump-7", false)).waitForCompletion(10_000);

        plant.door.due.get(0).done();
        await().until(() -> pump.getPendingDeliveryTokens().length == 0);
        assertThat(plant.door.bodies()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void readerSeesTelemetryToo_andTheIntakeSeesItOnce(int qos) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader")
                .subscribe("ganglion/plant1/telemetry/#", qos, (topic, message) -> seen.add(topic + " " + message))
                .waitForCompletion(10_000);
        plant.connect("pump-7").publish(TOPIC, "a".getBytes(UTF_8), qos, false).waitForCompletion(10_000);

        await().until(() -> seen.equals(List.of(TOPIC + " a")));
        assertThat(plant.door.bodies()).containsExactly("a");
    }

    @Test
    void retainedTelemetryIsKept_andReachesTheIntake() throws Exception {
        plant.connect("pump-7").publish(TOPIC, "a".getBytes(UTF_8), 1, true).waitForCompletion(10_000);
        List<String> seen = new CopyOnWriteArrayList<>();
        plant.connect("reader")
                .subscribe(
                        "ganglion/plant1/telemetry/#",
                        1,
                        (topic, message) -> seen.add(message + " " + message.isRetained()));

        await().until(() -> seen.equals(List.of("a true")));
        assertThat(plant.door.bodies()).containsExactly("a");
    }

    @Test
    void thousandsInFlightArriveInOrder_andAreAllAnswered() throws Exception {
        var options = Plant.options("pump-7", true);
        options.setMaxInflight(5_000);
        MqttAsyncClient pump = plant.client("many");
        pump.connect(options).waitForCompletion(10_000);
        for (int i = 0; i < 4_000; i++) {
            pump.publish(TOPIC, ("" + i).getBytes(UTF_8), 1, false);
        }
        await().until(() -> pump.getPendingDeliveryTokens().length == 0);
        assertThat(plant.door.bodies())
                .containsExactlyElementsOf(
                        IntStream.range(0, 4_000).mapToObj(String::valueOf).toList());
    }
}
