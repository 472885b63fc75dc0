// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mqtt5Test {

    private static final String TOPIC = "ganglion/plant1/telemetry/Pump/pump-7";

    @TempDir
    Path folder;

    private Plant plant;
    private MqttAsyncClient client;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        }
        plant.close();
    }

    private IMqttToken connect(String user, MqttConnectionOptions options) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + plant.broker.port(), "five", new MemoryPersistence());
        options.setUserName(user);
        options.setPassword(Plant.PASSWORD.getBytes(UTF_8));
        options.setCleanStart(true);
        IMqttToken token = client.connect(options);
        token.waitForCompletion(10_000);
        return token;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void payloadReachesTheIntake_withItsContentType(int qos) throws Exception {
        connect("pump-7", new MqttConnectionOptions());
        MqttMessage message = new MqttMessage("a".getBytes(UTF_8), qos, false, null);
        MqttProperties properties = new MqttProperties();
        properties.setContentType("application/json");
        properties.setMessageExpiryInterval(60L);
        properties.setUserProperties(List.of(new UserProperty("k", "v")));
        message.setProperties(properties);
        client.publish(TOPIC, message).waitForCompletion(10_000);

        await().until(() -> plant.door.payloads.size() == 1);
        assertThat(plant.door.payloads.get(0).mediaType()).isEqualTo("application/json");
        assertThat(plant.door.bodies()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aliasStandsForItsTopic_whetherAnybodyElseListensOrNot(boolean heard) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        if (heard) {
            plant.connect("reader")
                    .subscribe("ganglion/plant1/#", 1, (t, m) -> seen.add(t))
                    .waitForCompletion(10_000);
        }
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            login(socket);
            publishWithAlias(socket, "ganglion/plant1/telemetry/Pump/a", 1);
            publishWithAlias(socket, "ganglion/plant1/telemetry/Pump/b", 2);
            publishWithAlias(socket, "", 1);
            publishWithAlias(socket, "", 2);
            publishWithAlias(socket, "ganglion/plant1/telemetry/Pump/c", 1);
            publishWithAlias(socket, "", 1);
        }
        assertThat(plant.door.payloads).extracting("device").containsExactly("a", "b", "a", "b", "c", "c");
        if (heard) {
            await().until(() -> seen.size() == 6);
            assertThat(seen.get(5)).endsWith("/c");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 33})
    void aliasThatStandsForNothingEndsTheConnection(int alias) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            login(socket);
            socket.getOutputStream().write(withAlias("", alias));
            // DISCONNECT, or at once the end.
            assertThat(socket.getInputStream().read()).isIn(0xE0, -1);
        }
        assertThat(plant.door.payloads).isEmpty();
    }

    /** Paho keeps aliases to itself, so this speaks MQTT 5 by hand. */
    private static void login(Socket socket) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(128);
        packet.put((byte) 0x10).put((byte) 0);
        text(packet, "MQTT");
        packet.put((byte) 5).put((byte) 0xC2).putShort((short) 60).put((byte) 0);
        text(packet, "by-hand");
        text(packet, "gateway");
        text(packet, Plant.PASSWORD);
        socket.getOutputStream().write(closed(packet));
        assertThat(socket.getInputStream().read()).isEqualTo(0x20);
        socket.getInputStream().readNBytes(socket.getInputStream().read());
    }

    private static byte[] withAlias(String topic, int alias) {
        ByteBuffer packet = ByteBuffer.allocate(128);
        packet.put((byte) 0x32).put((byte) 0);
        text(packet, topic);
        packet.putShort((short) 7)
                .put((byte) 3)
                .put((byte) 0x23)
                .putShort((short) alias)
                .put((byte) 'x');
        return closed(packet);
    }

    private static void publishWithAlias(Socket socket, String topic, int alias) throws IOException {
        socket.getOutputStream().write(withAlias(topic, alias));
        assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x40, 2, 0, 7);
    }

    private static void text(ByteBuffer packet, String text) {
        packet.putShort((short) text.length()).put(text.getBytes(UTF_8));
    }

    private static byte[] closed(ByteBuffer packet) {
        packet.put(1, (byte) (packet.position() - 2));
        return Arrays.copyOf(packet.array(), packet.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusedPublishSaysSo(int qos) throws Exception {
        connect("pump-7", new MqttConnectionOptions());
        IMqttToken refused =
                client.publish("ganglion/plant1/telemetry/Pump/pump-8", new MqttMessage(new byte[1], qos, false, null));
        if (qos == 1) {
            refused.waitForCompletion(10_000);
            assertThat(refused.getReasonCodes()).containsExactly(0x87);
        } else {
            assertThatThrownBy(() -> refused.waitForCompletion(10_000)).hasMessageContaining("Not authorized");
            // Paho itself hangs up then.
            return;
        }
        client.publish(TOPIC, new MqttMessage(new byte[1], 1, false, null)).waitForCompletion(10_000);
        assertThat(plant.door.payloads).extracting("device").containsExactly("pump-7");
    }

    @Test
    void refusedSubscriptionSaysSo() throws Exception {
        connect("pump-7", new MqttConnectionOptions());
        IMqttToken token = client.subscribe(new MqttSubscription[] {
            new MqttSubscription("#", 1), new MqttSubscription("ganglion/plant1/command/+/pump-7", 1)
        });
        token.waitForCompletion(10_000);
        assertThat(token.getReasonCodes()).containsExactly(0x87, 1);
    }

    @Test
    void limitsAreToldAtLogin() throws Exception {
        MqttConnectionOptions forever = new MqttConnectionOptions();
        forever.setSessionExpiryInterval(4_000_000_000L);
        MqttProperties told = connect("pump-7", forever).getResponseProperties();

        assertThat(told.getReceiveMaximum()).isEqualTo(1_024);
        assertThat(told.getMaximumPacketSize()).isEqualTo(1L << 20);
        assertThat(told.getSessionExpiryInterval()).isEqualTo(604_800L);
        assertThat(told.getTopicAliasMaximum()).isEqualTo(32);
    }

    @Test
    void wrongPasswordIsRefused() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        assertThatThrownBy(() -> connect("stranger", options)).isInstanceOf(MqttException.class);
    }

    @Test
    void oversizedPacketIsToldApart() throws Exception {
        connect("pump-7", new MqttConnectionOptions());
        client.publish(TOPIC, new MqttMessage(new byte[3 << 20], 0, false, null));
        await().until(() -> plant.broker.meters().oversized.sum() == 1 || !client.isConnected());
        assertThat(plant.door.payloads).isEmpty();
    }
}
