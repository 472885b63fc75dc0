// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encrypted door: who gets in, as whom, and for how long. */
class DtlsTest {

    private static final String KEY = "k7Jd0sLw2mQx8Zr1tYv5Nb3c";
    private static final String PUMP_7 = "/ganglion/plant1/telemetry/Pump/pump-7";

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private final Shift clock = new Shift();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Authority authority;
    private KeyFiles keys;
    private String base;
    private Path body;
    private CoapDriver driver;

    /** The system's clock, and then some. */
    private static final class Shift extends Clock {
        volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws Exception {
        body = Files.writeString(folder.resolve("body"), "{}");
        logins("pump-7:device:" + KEY, "dock:gateway:" + KEY);
        authority = new Authority(folder, "plant");
        keys = authority.keyFiles(authority.issue("edge-1", Instant.now().plus(Duration.ofDays(1))));
        driver = new CoapDriver(
                () -> Plant.settings(
                        folder,
                        Map.of(
                                "port",
                                -1,
                                "dtls__keystore",
                                keys.keystore().toString(),
                                "dtls__password__file",
                                keys.password().toString(),
                                "gateways",
                                new String[] {"dock-2"})),
                door,
                clock);
        base = driver.server().orElseThrow().addresses().get(0);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        driver.close();
    }

    private void logins(String... lines) throws IOException {
        Path file = folder.resolve(Logins.FILE);
        Files.deleteIfExists(file);
        Authority.ownerOnly(Files.write(file, List.of(lines)));
    }

    private String post(String flavour, String user, String key, String path) throws Exception {
        return Libcoap.lastCode(Libcoap.client(
                flavour,
                List.of("-m", "post", "-B", "3", "-t", "50", "-f", body.toString(), "-u", user, "-k", key),
                base + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "gnutls"})
    void aDevicePostsUnderItsOwnName_andNobodyElses(String flavour) throws Exception {
        assertThat(post(flavour, "pump-7", KEY, PUMP_7)).isEqualTo("2.04");
        assertThat(post(flavour, "pump-7", KEY, "/t/Pump/pump-8")).isEqualTo("4.03");
        assertThat(post(flavour, "dock", KEY, "/t/Pump/pump-8")).isEqualTo("2.04");
        assertThat(door.payloads).extracting(Payload::device).containsExactly("pump-7", "pump-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "gnutls"})
    void aWrongKeyAndAnUnknownIdentityFailTheHandshake(String flavour) throws Exception {
        assertThat(post(flavour, "pump-7", "wrong-" + KEY, PUMP_7)).isEqualTo("none");
        assertThat(post(flavour, "pump-9", KEY, "/t/Pump/pump-9")).isEqualTo("none");
        assertThat(door.payloads).isEmpty();
    }

    @Test
    void aKeyThatIsAddedWorksAtOnce_andOneThatIsRemovedEndsItsSession() throws Exception {
        logins("pump-9:device:" + KEY);
        CoapClient pump9 = client(
                false,
                builder -> builder.setAdvancedPskStore(
                        new AdvancedSinglePskStore("pump-9", KEY.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(answer(pump9, "/t/Pump/pump-9")).isEqualTo("2.04");

        logins("pump-7:device:" + KEY);

        assertThat(answer(pump9, "/t/Pump/pump-9")).isEqualTo("4.01");
        await().atMost(30, SECONDS).until(() -> answer(pump9, "/t/Pump/pump-9").equals("none"));
        assertThat(door.payloads).hasSize(1);
    }

    @Test
    void aCertificateNamesTheDevice_aGatewaysMoreThanThat() throws Exception {
        assertThat(postWithCertificate(authority.issue("pump-7", inAnHour()), PUMP_7))
                .isEqualTo("2.04");
        assertThat(postWithCertificate(authority.issue("pump-7", inAnHour()), "/t/Pump/pump-8"))
                .isEqualTo("4.03");
        assertThat(postWithCertificate(authority.issue("dock-2", inAnHour()), "/t/Pump/pump-8"))
                .isEqualTo("2.04");
    }

    @Test
    void anExpiredCertificateAndAStrangersAreRefused() throws Exception {
        assertThat(postWithCertificate(authority.issue("pump-7", Instant.now().minusSeconds(60)), PUMP_7))
                .isEqualTo("none");
        Authority stranger = new Authority(Files.createDirectory(folder.resolve("stranger")), "stranger");
        assertThat(postWithCertificate(stranger.issue("pump-7", inAnHour()), PUMP_7))
                .isEqualTo("none");
        assertThat(door.payloads).isEmpty();
    }

    @Test
    void aCertificateThatExpiresWhileConnectedEndsTheSession() throws Exception {
        Authority.Issued issued = authority.issue("pump-7", inAnHour());
        CoapClient pump7 = client(true, builder -> builder.setCertificateIdentityProvider(new SingleCertificateProvider(
                        issued.keys().getPrivate(), new java.security.cert.Certificate[] {issued.x509()}))
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(keys.read().trusted())
                        .build()));
        assertThat(answer(pump7, PUMP_7)).isEqualTo("2.04");

        clock.ahead = Duration.ofHours(2);

        assertThat(answer(pump7, PUMP_7)).isEqualTo("4.01");
        await().atMost(30, SECONDS).until(() -> answer(pump7, PUMP_7).equals("none"));
        assertThat(door.payloads).hasSize(1);
    }

    @Test
    void aFileOfKeysThatOthersMayReadLetsNobodyIn_untilItIsClosed() throws Exception {
        Path file = folder.resolve(Logins.FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(post("openssl", "pump-7", KEY, PUMP_7)).isEqualTo("none");
        assertThat(driver.status().state()).isEqualTo(DriverStatus.State.DEGRADED);
        assertThat(driver.status().detail()).contains("chmod 600");

        Authority.ownerOnly(file);
        assertThat(post("openssl", "pump-7", KEY, PUMP_7)).isEqualTo("2.04");
        assertThat(driver.status().state()).isEqualTo(DriverStatus.State.ONLINE);
    }

    @Test
    void aLineThatIsNoLoginIsNamed_andAShortKeyIsNone() throws Exception {
        logins("pump-7:device:" + KEY, "pump-8:device:short");

        assertThat(driver.status().detail()).contains("line 2", "22 characters");
        assertThat(post("openssl", "pump-7", KEY, PUMP_7)).isEqualTo("2.04");
    }

    @Test
    void garbageAtTheEncryptedDoorIsSurvived() throws Exception {
        Random chance = new Random(13);
        try (DatagramSocket peer = new DatagramSocket()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[chance.nextInt(200)];
                chance.nextBytes(garbage);
                if (garbage.length > 13 && i % 2 == 0) {
                    // A handshake record of DTLS 1.2, so that it is looked into.
                    byte[] head = {22, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0};
                    System.arraycopy(head, 0, garbage, 0, head.length);
                    garbage[11] = 0;
                    garbage[12] = (byte) (garbage.length - 13);
                }
                peer.send(new DatagramPacket(
                        garbage,
                        garbage.length,
                        InetAddress.getLoopbackAddress(),
                        URI.create(base).getPort()));
            }
        }
        assertThat(post("openssl", "pump-7", KEY, PUMP_7)).isEqualTo("2.04");
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private String postWithCertificate(Authority.Issued issued, String path) throws Exception {
        return Libcoap.lastCode(Libcoap.client(
                "openssl",
                List.of(
                        "-m",
                        "post",
                        "-B",
                        "3",
                        "-t",
                        "50",
                        "-f",
                        body.toString(),
                        "-c",
                        issued.certificate().toString(),
                        "-j",
                        issued.key().toString(),
                        "-C",
                        authority.file().toString()),
                base + path));
    }

    private interface Setup {
        DtlsConnectorConfig.Builder apply(DtlsConnectorConfig.Builder builder) throws Exception;
    }

    /** libcoap's client ends with its message; this one keeps its session. */
    private CoapClient client(boolean certificates, Setup setup) throws Exception {
        Configuration tuned = Tuning.client(1_024);
        tuned.set(CoapConfig.ACK_TIMEOUT, 500, java.util.concurrent.TimeUnit.MILLISECONDS);
        DtlsConnectorConfig.Builder builder = DtlsConnectorConfig.builder(tuned)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .set(DtlsConfig.DTLS_CIPHER_SUITES, Tuning.suites(!certificates, certificates));
        CoapEndpoint endpoint = new CoapEndpoint.Builder()
                .setConfiguration(tuned)
                .setConnector(new DTLSConnector(setup.apply(builder).build()))
                .build();
        endpoint.start();
        open.add(endpoint::destroy);
        CoapClient client = new CoapClient();
        client.setEndpoint(endpoint);
        client.setTimeout(4_000L);
        open.add(client::shutdown);
        return client;
    }

    private String answer(CoapClient client, String path) throws Exception {
        CoapResponse response = client.setURI(base + path).post("{}", 50);
        return response == null ? "none" : response.getCode().toString();
    }
}
