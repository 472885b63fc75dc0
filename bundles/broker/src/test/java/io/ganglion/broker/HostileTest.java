// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTest {

    private static final String TOPIC = "ganglion/plant1/telemetry/Pump/pump-7";

    @TempDir
    Path folder;

    private Plant plant;
    private MqttAsyncClient neighbour;

    @BeforeEach
    void start() throws Exception {
        plant = new Plant(folder, new Settings.Limits(1 << 20, 3, 3, 1_024, 1_000, 3_600, 600, 95), Optional.empty());
        neighbour = plant.connect("pump-8");
    }

    @AfterEach
    void neighbourIsUnharmed() throws Exception {
        neighbour
                .publish("ganglion/plant1/telemetry/Pump/pump-8", "well".getBytes(UTF_8), 1, false)
                .waitForCompletion(10_000);
        assertThat(plant.door.bodies()).contains("well");
        plant.close();
    }

    @Test
    void fiftyMegabytesAreRefusedBySize_beforeTheyCome() throws Exception {
        MqttAsyncClient pump = plant.connect("pump-7");
        pump.publish(TOPIC, new byte[50 << 20], 1, false);
        await().until(() -> plant.broker.meters().oversized.sum() == 1);
        await().until(() -> !pump.isConnected());
        assertThat(plant.door.payloads).isEmpty();
    }

    @Test
    void largestPacketStillPasses() throws Exception {
        byte[] body = new byte[(1 << 20) - TOPIC.length() - 8];
        plant.connect("pump-7").publish(TOPIC, body, 1, false).waitForCompletion(10_000);
        assertThat(plant.door.payloads.get(0).body()).hasSize(body.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // HTTP
                "474554202f20485454502f312e310d0a0d0a",
                // a length that does not end
                "10ffffffffff",
                // CONNECT of 50 MB
                "10808080180004",
                // PUBLISH before CONNECT
                "3003000161",
                // CONNECT of another protocol
                "100c00044d515858040200000000",
                // TLS at the plain door
                "160301020001000001fc0303",
            })
    void whatIsNoMqttIsClosed(String hex) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            send(socket, hex);
            assertThat(closed(socket)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // PUBLISH at QoS 3
                "36050001610001",
                // PUBLISH whose topic is longer than the packet
                "30040fff6161",
                // PUBLISH at QoS 1 with packet identifier 0
                "32050001610000",
                // PUBLISH to a filter
                "300300012b",
                // SUBSCRIBE without filters
                "82020001",
                // a second CONNECT
                "100c00044d5154540402003c0000",
                // SUBSCRIBE whose filter is longer than the packet
                "820700010fff616161",
                // CONNACK from a client
                "20020000",
                // an alias in MQTT 3
                "300400000000",
            })
    void nonsenseAfterLoginIsClosed(String hex) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            login(socket);
            send(socket, hex);
            assertThat(closed(socket)).isTrue();
        }
        assertThat(plant.door.payloads).isEmpty();
    }

    @Test
    void packetsInCrumbsAreUnderstood() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            socket.setTcpNoDelay(true);
            login(socket);
            byte[] topic = TOPIC.getBytes(UTF_8);
            String body = HexFormat.of().formatHex(topic);
            String packet = "32" + HexFormat.of().toHexDigits((byte) (topic.length + 6)) + "00"
                    + HexFormat.of().toHexDigits((byte) topic.length) + body + "0007" + "6869";
            for (int i = 0; i < packet.length(); i += 2) {
                send(socket, packet.substring(i, i + 2));
            }
            assertThat(HexFormat.of().formatHex(socket.getInputStream().readNBytes(4)))
                    .isEqualTo("40020007");
        }
        assertThat(plant.door.bodies()).containsExactly("hi");
    }

    @Test
    void connectionAboveTheLimitIsTurnedAway() throws Exception {
        plant.connect("pump-7");
        plant.connect("reader");
        try (Socket socket = new Socket("127.0.0.1", plant.broker.port())) {
            assertThat(closed(socket)).isTrue();
        }
        assertThat(plant.broker.meters().turnedAway.sum()).isEqualTo(1);
    }

    @Test
    void subscriptionAboveTheLimitIsRefused() throws Exception {
        MqttAsyncClient reader = plant.connect("reader");
        String[] filters = new String[4];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = "ganglion/plant1/insight/c" + i + "/#";
        }
        var token = reader.subscribe(filters, new int[] {1, 1, 1, 1});
        token.waitForCompletion(10_000);
        assertThat(token.getGrantedQos()).containsExactly(1, 1, 1, 0x80);
    }

    @Test
    void reconnectingGivesNoRoomForMoreSubscriptions() throws Exception {
        MqttAsyncClient reader = plant.connect("reader", "r", false);
        for (int i = 0; i < 3; i++) {
            reader.subscribe("ganglion/plant1/insight/c" + i + "/#", 1).waitForCompletion(10_000);
        }
        reader.disconnect().waitForCompletion(10_000);
        await().until(() -> plant.broker.connections() == 1);
        var token = plant.connect("reader", "r", false)
                .subscribe(
                        new String[] {"ganglion/plant1/insight/c0/#", "ganglion/plant1/insight/c9/#"},
                        new int[] {1, 1});
        token.waitForCompletion(10_000);
        assertThat(token.getGrantedQos()).containsExactly(1, 0x80);
    }

    /** CONNECT of pump-7, MQTT 3.1.1, clean, and its CONNACK. */
    private static void login(Socket socket) throws IOException {
        String tail = "0001" + "61" + text("pump-7") + text(Plant.PASSWORD);
        String head = "00044d51545404c2003c";
        send(socket, "10" + HexFormat.of().toHexDigits((byte) ((head.length() + tail.length()) / 2)) + head + tail);
        assertThat(HexFormat.of().formatHex(socket.getInputStream().readNBytes(4)))
                .isEqualTo("20020000");
    }

    private static String text(String value) {
        return "00" + HexFormat.of().toHexDigits((byte) value.length())
                + HexFormat.of().formatHex(value.getBytes(UTF_8));
    }

    private static void send(Socket socket, String hex) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(HexFormat.of().parseHex(hex));
        out.flush();
    }

    private static boolean closed(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        InputStream in = socket.getInputStream();
        try {
            // What comes before the end is an answer that says why.
            while (in.read() >= 0) {}
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }
}
