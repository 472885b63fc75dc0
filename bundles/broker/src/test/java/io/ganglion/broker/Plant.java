// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A real broker on a free port, and in place of the pipeline a door that the test holds in its hand. */
final class Plant implements AutoCloseable {

    static final String PASSWORD = "0123456789abcdef0123456789";

    final Door door = new Door();
    private final Path folder;
    private final Settings.Limits limits;
    private final Optional<Settings.Tls> tls;
    private final List<MqttAsyncClient> clients = new ArrayList<>();
    volatile Intake intake = door;
    Broker broker;
    private LocalOutlet outlet;

    Plant(Path folder) throws IOException {
        this(folder, Settings.Limits.DEFAULT, Optional.empty());
    }

    Plant(Path folder, Settings.Limits limits, Optional<Settings.Tls> tls) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.tls = tls;
        if (!Files.exists(credentials())) {
            write(
                    "pump-7:device:" + PASSWORD,
                    "pump-8:device:" + PASSWORD,
                    "reader:reader:" + PASSWORD,
                    "gateway:gateway:" + PASSWORD);
        }
        start();
    }

    void start() throws IOException {
        Settings settings =
                new Settings("127.0.0.1", 0, tls, "plant1", folder.resolve("broker"), credentials(), limits);
        broker = Broker.start(settings, () -> intake, Clock.systemUTC());
        outlet = broker.outlet();
    }

    void restart() throws IOException {
        broker.close();
        start();
    }

    Path credentials() {
        return folder.resolve(Credentials.FILE);
    }

    void write(String... lines) throws IOException {
        Files.write(credentials(), List.of(lines));
        Files.setPosixFilePermissions(credentials(), PosixFilePermissions.fromString("rw-------"));
    }

    LocalOutlet outlet() {
        return outlet;
    }

    MqttAsyncClient client(String clientId) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), clientId, new MemoryPersistence());
        clients.add(client);
        return client;
    }

    MqttAsyncClient connect(String user) throws MqttException {
        return connect(user, user + "-client", true);
    }

    MqttAsyncClient connect(String user, String clientId, boolean clean) throws MqttException {
        MqttAsyncClient client = client(clientId);
        client.connect(options(user, clean)).waitForCompletion(10_000);
        return client;
    }

    static MqttConnectOptions options(String user, boolean clean) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setPassword(PASSWORD.toCharArray());
        options.setCleanSession(clean);
        return options;
    }

    @Override
    public void close() throws IOException {
        for (MqttAsyncClient client : clients) {
            try {
                client.disconnectForcibly(0, 0, false);
                client.close(true);
            } catch (MqttException e) {
                throw new IOException(e);
            }
        }
        broker.close();
    }

    /** An intake with room for so many payloads, that acknowledges when the test says so. */
    static final class Door implements Intake {

        final List<Payload> payloads = new CopyOnWriteArrayList<>();
        final List<Acknowledgement> due = new CopyOnWriteArrayList<>();
        volatile int room = Integer.MAX_VALUE;
        volatile boolean acknowledging = true;

        @Override
        public synchronized boolean offer(Payload payload, Acknowledgement done) {
            if (payloads.size() >= room) {
                return false;
            }
            payloads.add(payload);
            if (acknowledging) {
                done.done();
            } else {
                due.add(done);
            }
            return true;
        }

        List<String> bodies() {
            return payloads.stream()
                    .map(p -> new String(p.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
