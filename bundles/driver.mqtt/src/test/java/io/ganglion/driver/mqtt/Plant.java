// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** What the broker stories share: settings with a few changed, an intake that can be shut, a sender. */
final class Plant {
    static final Node NODE = new Node("edge-1", "plant1", Path.of("."));

    private Plant() {}

    /** Settings as ConfigAdmin would give them, the defaults but for these. */
    static MqttSettings settings(int port, Map<String, Object> changed) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("uri", "tcp://127.0.0.1:" + port);
        all.putIfAbsent("reconnect__ms", 20L);
        MqttConfig config = (MqttConfig) Proxy.newProxyInstance(
                MqttConfig.class.getClassLoader(),
                new Class<?>[] {MqttConfig.class},
                (proxy, method, arguments) -> all.getOrDefault(method.getName(), method.getDefaultValue()));
        return MqttSettings.of(config, NODE);
    }

    static Connection connect(MqttSettings settings, Intake intake) {
        Connection connection = new Connection(settings, intake, Clock.systemUTC());
        connection.start();
        return connection;
    }

    static Connection online(MqttSettings settings, Intake intake) {
        Connection connection = connect(settings, intake);
        awaitState(connection, DriverStatus.State.ONLINE);
        return connection;
    }

    static void awaitState(Connection connection, DriverStatus.State state) {
        await().atMost(20, SECONDS).until(() -> connection.status().state() == state);
    }

    /** Keeps what it is offered; may be shut, and may leave payloads unanswered. */
    static final class Door implements Intake {
        final List<String> bodies = new CopyOnWriteArrayList<>();
        final List<Payload> payloads = new CopyOnWriteArrayList<>();
        final List<Acknowledgement> unanswered = new CopyOnWriteArrayList<>();
        volatile boolean shut;
        volatile boolean answers = true;

        @Override
        public boolean offer(Payload payload, Acknowledgement done) {
            if (shut) {
                return false;
            }
            bodies.add(new String(payload.body(), UTF_8));
            payloads.add(payload);
            if (answers) {
                done.done();
            } else {
                unanswered.add(done);
            }
            return true;
        }

        void awaitBodies(int count) {
            await().atMost(20, SECONDS).until(() -> bodies.size() >= count);
        }
    }

    static MqttClient sender(int port) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "sender", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(10_000);
        client.connect(options);
        return client;
    }

    static void send(int port, String topic, String... bodies) throws MqttException {
        try (MqttClient client = sender(port)) {
            for (String body : bodies) {
                client.publish(topic, body.getBytes(UTF_8), 1, false);
            }
            client.disconnect();
        }
    }
}
