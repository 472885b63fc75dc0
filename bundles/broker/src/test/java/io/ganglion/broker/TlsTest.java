// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String OPENS = "opensesame";

    @TempDir
    Path folder;

    @Test
    void clientWithACertificateComesIn_andOneWithoutDoesNot() throws Exception {
        Path broker = folder.resolve("broker.p12");
        Path client = folder.resolve("client.p12");
        keytool(
                broker,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "broker",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(client, "-genkeypair", "-keyalg", "EC", "-alias", "pump", "-dname", "CN=pump-7");
        exchange(broker, "broker", client);
        exchange(client, "pump", broker);
        Path password = Files.writeString(folder.resolve("password"), OPENS);

        Settings.Tls tls = new Settings.Tls(0, broker, password, true);
        try (Plant plant = new Plant(folder, Settings.Limits.DEFAULT, Optional.of(tls))) {
            MqttAsyncClient pump = connect(plant, context(client, true));
            pump.publish("ganglion/plant1/telemetry/Pump/pump-7", "a".getBytes(UTF_8), 1, false)
                    .waitForCompletion(10_000);
            assertThat(plant.door.bodies()).containsExactly("a");
            pump.disconnectForcibly(0, 1_000, false);
            pump.close(true);

            assertThatThrownBy(() -> connect(plant, context(client, false))).isInstanceOf(MqttException.class);
        }
    }

    private static MqttAsyncClient connect(Plant plant, SSLContext context) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient("ssl://127.0.0.1:" + plant.broker.tlsPort(), "tls", new MemoryPersistence());
        MqttConnectOptions options = Plant.options("pump-7", true);
        options.setSocketFactory(context.getSocketFactory());
        client.connect(options).waitForCompletion(20_000);
        return client;
    }

    private static SSLContext context(Path keystore, boolean withKey) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, OPENS.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, OPENS.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withKey ? keys.getKeyManagers() : null, trusted.getTrustManagers(), null);
        return context;
    }

    private void exchange(Path from, String alias, Path to) throws Exception {
        Path certificate = folder.resolve(alias + ".pem");
        keytool(from, "-exportcert", "-alias", alias, "-file", certificate.toString());
        keytool(to, "-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
    }

    private void keytool(Path keystore, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keystore.toString(), "-storetype", "PKCS12", "-storepass", OPENS));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }
}
