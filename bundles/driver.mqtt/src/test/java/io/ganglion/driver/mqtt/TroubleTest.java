// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ganglion.api.device.DriverStatus.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubleTest {
    private static final String TOPIC = "ganglion/plant1/telemetry/Pump/pump-7";

    private final Plant.Door door = new Plant.Door();
    private Connection connection;

    @TempDir
    Path folder;

    @AfterEach
    void disconnect() {
        if (connection != null) {
            connection.close();
        }
    }

    private void awaitTrouble(State state, String... words) {
        // Paho's receiver may trip over its own end when a session is cut off; the next session is a new client.
        await().dontCatchUncaughtExceptions()
                .atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(connection.status().detail()).contains(words));
        assertThat(connection.status().state()).isEqualTo(state);
    }

    @Test
    void aBrokerThatStops_isStateAndNotAnError_andWhenItComesBackSoDoWe() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start()) {
            connection = Plant.online(Plant.settings(broker.port, Map.of()), door);

            broker.stop();
            awaitTrouble(State.OFFLINE, "broker unreachable: tcp://127.0.0.1:" + broker.port, "next try in");
            broker.start();
            Plant.awaitState(connection, State.ONLINE);

            Plant.send(broker.port, TOPIC, "again");
            door.awaitBodies(1);
        }
    }

    @Test
    void manyReconnectsLeaveNoThreadBehind() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start()) {
            connection = Plant.online(Plant.settings(broker.port, Map.of()), door);
            long before = pahoThreads();
            for (int i = 0; i < 5; i++) {
                broker.stop();
                Plant.awaitState(connection, State.OFFLINE);
                broker.start();
                Plant.awaitState(connection, State.ONLINE);
            }
            await().atMost(10, SECONDS).until(() -> pahoThreads() <= before);
        }
    }

    private static long pahoThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("MQTT"))
                .count();
    }

    @Test
    void aWrongPasswordIsNamed_andARightOneConnects() throws Exception {
        Path passwords = Mosquitto.passwords(folder, "gateway", "right");
        Path secret = Authority.ownerOnly(Files.writeString(folder.resolve("secret"), "wrong\n"));
        try (Mosquitto broker = new Mosquitto(folder, "password_file " + passwords).start()) {
            Map<String, Object> login =
                    Map.of("user", "gateway", "password__file", secret.toString(), "reconnect__max__s", 1L);
            connection = Plant.connect(Plant.settings(broker.port, login), door);

            awaitTrouble(State.FAILED, "refuses this login: user gateway", "password_file");
            // Taken up without a restart: the file is read for every try.
            Files.writeString(secret, "right\n");
            Plant.awaitState(connection, State.ONLINE);
        }
    }

    @Test
    void aPasswordFileOpenToOthersIsRefused() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "right");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        connection =
                Plant.connect(Plant.settings(1, Map.of("user", "gateway", "password__file", secret.toString())), door);

        awaitTrouble(State.FAILED, "password_file is open to others", "chmod 600");
    }

    @Test
    void aSubscriptionThatTheBrokerForbidsIsNamed() throws Exception {
        Path plugin = Path.of("/usr/lib", "x86_64-linux-gnu", "mosquitto_dynamic_security.so");
        assumeTrue(Files.exists(plugin), "this mosquitto has no " + plugin);
        Path rules = Authority.ownerOnly(
                Files.writeString(
                        folder.resolve("rules.json"),
                        """
                {"defaultACLAccess":{"publishClientSend":true,"publishClientReceive":true,"subscribe":false,\
                "unsubscribe":true},"clients":[],"groups":[],"roles":[]}"""));
        try (Mosquitto broker = new Mosquitto(folder, "plugin " + plugin, "plugin_opt_config_file " + rules).start()) {
            connection = Plant.connect(Plant.settings(broker.port, Map.of()), door);

            awaitTrouble(State.FAILED, "refuses the subscription ganglion/+/telemetry/+/+");
        }
    }

    @Test
    void aKnownAuthorityIsTrusted_andAnotherOneIsNamed() throws Exception {
        Authority plant = new Authority(folder, "plant");
        Authority stranger = new Authority(folder, "stranger");
        try (Mosquitto broker =
                secured(plant.issue("broker", inDays(9)), plant, false).start()) {
            connection = Plant.connect(tls(broker, stranger, Map.of()), door);
            awaitTrouble(State.FAILED, "signed by an authority that ca_file does not hold");
            connection.close();

            connection = Plant.online(tls(broker, plant, Map.of()), door);
        }
    }

    @Test
    void anExpiredBrokerCertificateIsNamed() throws Exception {
        Authority plant = new Authority(folder, "plant");
        try (Mosquitto broker =
                secured(plant.issue("broker", inDays(-1)), plant, false).start()) {
            connection = Plant.connect(tls(broker, plant, Map.of()), door);

            awaitTrouble(State.FAILED, "the broker's certificate has expired", "NotAfter");
        }
    }

    @Test
    void aBrokerThatAsksForAClientCertificateGetsOne() throws Exception {
        Authority plant = new Authority(folder, "plant");
        try (Mosquitto broker =
                secured(plant.issue("broker", inDays(9)), plant, true).start()) {
            connection = Plant.connect(tls(broker, plant, Map.of()), door);
            awaitTrouble(State.FAILED, "broker asks for a client certificate");
            connection.close();

            Authority.Issued client = plant.issue("client", inDays(9));
            Map<String, Object> pem = Map.of(
                    "certificate__file",
                    client.certificate().toString(),
                    "key__file",
                    client.key().toString());
            connection = Plant.online(tls(broker, plant, pem), door);
            connection.close();

            Path password = Authority.ownerOnly(Files.writeString(folder.resolve("p12-password"), "store"));
            Map<String, Object> pkcs12 = Map.of(
                    "pkcs12__file",
                    plant.pkcs12(client, "store").toString(),
                    "pkcs12__password__file",
                    password.toString());
            connection = Plant.online(tls(broker, plant, pkcs12), door);
        }
    }

    @Test
    void anOwnCertificateThatHasExpiredIsNamed() throws Exception {
        Authority plant = new Authority(folder, "plant");
        Authority.Issued client = plant.issue("client", inDays(-1));
        Map<String, Object> pem = Map.of(
                "certificate__file",
                client.certificate().toString(),
                "key__file",
                client.key().toString());
        try (Mosquitto broker =
                secured(plant.issue("broker", inDays(9)), plant, true).start()) {
            connection = Plant.connect(tls(broker, plant, pem), door);

            awaitTrouble(State.FAILED, "this client's own certificate expired on");
        }
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private Mosquitto secured(Authority.Issued own, Authority authority, boolean askClient) throws Exception {
        return new Mosquitto(
                folder,
                "cafile " + authority.file(),
                "certfile " + own.certificate(),
                "keyfile " + own.key(),
                "require_certificate " + askClient);
    }

    private static MqttSettings tls(Mosquitto broker, Authority trusted, Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(more);
        all.put("uri", "ssl://127.0.0.1:" + broker.port);
        all.put("ca__file", trusted.file().toString());
        return Plant.settings(broker.port, all);
    }
}
