// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import io.ganglion.uplink.message.Envelope;
import io.ganglion.uplink.message.Letter;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ReceiverTest {
    private static final String TOPIC = "ganglion/plant1/uplink/edge-1";
    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    @TempDir
    Path folder;

    private int port;
    private Process broker;
    private final Door door = new Door();

    /** Keeps what it is offered; answers when told. */
    private static final class Door implements Intake {
        final List<Payload> taken = new CopyOnWriteArrayList<>();
        final List<Acknowledgement> unanswered = new CopyOnWriteArrayList<>();
        volatile boolean answers = true;

        @Override
        public boolean offer(Payload payload, Acknowledgement done) {
            taken.add(payload);
            if (answers) {
                done.done();
            } else {
                unanswered.add(done);
            }
            return true;
        }
    }

    @BeforeEach
    void startBroker() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(MOSQUITTO), "mosquitto is not installed");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        broker = new ProcessBuilder(MOSQUITTO.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    @AfterEach
    void stopBroker() {
        if (broker != null) {
            broker.destroy();
        }
    }

    private Receiver receiver() {
        Map<String, Object> changed = Map.of("uri", "tcp://127.0.0.1:" + port, "reconnect__ms", 20L);
        ReceiverConfig config = (ReceiverConfig) Proxy.newProxyInstance(
                ReceiverConfig.class.getClassLoader(),
                new Class<?>[] {ReceiverConfig.class},
                (proxy, method, arguments) -> changed.getOrDefault(method.getName(), method.getDefaultValue()));
        Receiver receiver = new Receiver(config, new Node("central", "plant1", folder), door);
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.status().state() == State.ONLINE);
        return receiver;
    }

    private static byte[] envelope(int from, int to) {
        List<Letter> letters = new ArrayList<>();
        for (int i = from; i < to; i++) {
            letters.add(new Letter(
                    "edge-1/epoch-1/observation/" + i,
                    "ganglion/plant1/telemetry/Pump/pump-" + i,
                    ("{\"n\":" + i + ",\"text\":\"} ü\"}").getBytes(UTF_8),
                    i % 2 == 1));
        }
        return Envelope.pack("edge-1", letters);
    }

    private void publish(byte[]... bodies) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "sender", new MemoryPersistence());
        client.connect();
        for (byte[] body : bodies) {
            client.publish(TOPIC, body, 1, false);
        }
        client.disconnect();
        client.close();
    }

    private void awaitTaken(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> door.taken.size() >= count);
    }

    @Test
    void anEnvelopeIsTakenApart_bytesAsTheyWere_andOnlyOnce_alsoAfterARestart() throws Exception {
        Receiver first = receiver();
        publish(envelope(0, 10), envelope(5, 20));
        awaitTaken(20);
        await().until(() -> first.status().detail().contains("5 duplicates removed"));
        first.close();
        Receiver second = receiver();
        publish(envelope(0, 30));
        awaitTaken(30);
        await().until(() -> second.status().detail().contains("20 duplicates removed"));
        second.close();

        assertThat(door.taken).hasSize(30).extracting(Payload::device).doesNotHaveDuplicates();
        assertThat(door.taken.get(3).body()).asString(UTF_8).isEqualTo("{\"n\":3,\"text\":\"} ü\"}");
        assertThat(door.taken.get(3).replayed()).isTrue();
        assertThat(door.taken.get(3).topic()).isEqualTo("ganglion/plant1/telemetry/Pump/pump-3");
    }

    @Test
    void whatThisNodeDoesNotAnswerFor_staysWithTheBroker() throws Exception {
        door.answers = false;
        Receiver first = receiver();
        publish(envelope(0, 10));
        awaitTaken(10);
        door.unanswered.subList(0, 9).forEach(Acknowledgement::done);
        first.close();
        door.answers = true;
        door.taken.clear();
        Receiver second = receiver();
        awaitTaken(10);
        second.close();
        assertThat(door.taken).hasSize(10);
    }

    @Test
    void whatIsNoEnvelope_isCounted_andHoldsNobodyUp() throws Exception {
        Receiver receiver = receiver();
        byte[] cut = envelope(0, 10);
        cut[cut.length / 2] ^= 0x55;
        publish("nonsense".getBytes(UTF_8), new byte[0], cut, envelope(0, 3));
        awaitTaken(3);
        await().until(() -> receiver.status().detail().contains("3 dropped that are none of an uplink"));
        receiver.close();
        assertThat(door.taken).hasSize(3);
    }
}
