// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are servers, played by libcoap's own. */
class ObserveTest {

    private static final String KEY = "k7Jd0sLw2mQx8Zr1tYv5Nb3c";

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private final List<Watch> watches = new ArrayList<>();
    private final List<Process> devices = new ArrayList<>();
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = Libcoap.freePorts();
    }

    @AfterEach
    void close() throws InterruptedException {
        watches.forEach(Watch::close);
        for (Process device : devices) {
            device.destroy();
            device.waitFor();
        }
    }

    private Process device(String flavour, String... options) throws IOException {
        Process device = Libcoap.server(flavour, port, folder.resolve("device.log"), options);
        devices.add(device);
        return device;
    }

    private Watch watch(Map<String, Object> changed) {
        Map<String, Object> all = new HashMap<>(changed);
        all.putIfAbsent("uri", "coap://127.0.0.1:" + port + "/example_data");
        all.putIfAbsent("device", "pump-7");
        all.putIfAbsent("contract", "Pump");
        all.putIfAbsent("media__type", "application/json");
        all.putIfAbsent("reconnect__ms", 50L);
        all.putIfAbsent("reconnect__max__s", 1L);
        Watch watch = new Watch(ObserveSettings.of(Plant.config(ObserveConfig.class, all)), door, Clock.systemUTC());
        watches.add(watch);
        watch.start();
        return watch;
    }

    private void change(String value) throws Exception {
        Path file = Files.writeString(folder.resolve("value"), value);
        String text = Libcoap.client(
                "notls",
                List.of("-m", "put", "-t", "50", "-f", file.toString()),
                "coap://127.0.0.1:" + port + "/example_data");
        assertThat(Libcoap.lastCode(text)).isEqualTo("2.04");
    }

    private List<String> bodies() {
        return door.payloads.stream()
                .map(payload -> new String(payload.body(), UTF_8))
                .toList();
    }

    private void awaitState(Watch watch, State state) {
        await().atMost(60, SECONDS).until(() -> watch.status().state() == state);
    }

    @Test
    void everyChangeBecomesAPayload_inOrder() throws Exception {
        device("notls");
        Watch watch = watch(Map.of());
        awaitState(watch, State.ONLINE);

        for (int value = 0; value < 5; value++) {
            change("{\"flow\":" + value + "}");
            String expected = "{\"flow\":" + value + "}";
            await().atMost(20, SECONDS).until(() -> bodies().contains(expected));
        }

        assertThat(bodies().subList(bodies().size() - 5, bodies().size()))
                .containsExactly("{\"flow\":0}", "{\"flow\":1}", "{\"flow\":2}", "{\"flow\":3}", "{\"flow\":4}");
        Payload payload = door.payloads.get(door.payloads.size() - 1);
        assertThat(payload.driver()).isEqualTo("coap-pump-7");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.topic()).isEqualTo("/example_data");
        assertThat(payload.mediaType()).isEqualTo("application/json");
    }

    @Test
    void aDeviceThatIsNotThereYetIsState_andOneThatComesBackIsObservedAgain() throws Exception {
        Libcoap.program("coap-server-notls");
        Watch watch = watch(Map.of("silence__s", 1));
        awaitState(watch, State.OFFLINE);
        assertThat(watch.status().detail()).contains("127.0.0.1:" + port, "next try");

        Process first = device("notls");
        awaitState(watch, State.ONLINE);
        first.destroyForcibly().waitFor();
        awaitState(watch, State.OFFLINE);
        device("notls");
        awaitState(watch, State.ONLINE);

        int before = door.payloads.size();
        change("{\"flow\":42}");
        await().atMost(20, SECONDS).until(() -> bodies().contains("{\"flow\":42}"));
        assertThat(door.payloads.size()).isGreaterThan(before);
    }

    @Test
    void aResourceThatIsNotThere_orCannotBeObserved_isAConfigurationToCorrect() throws Exception {
        device("notls");
        Watch nowhere = watch(Map.of("uri", "coap://127.0.0.1:" + port + "/nowhere", "name", "nowhere"));
        Watch root = watch(Map.of("uri", "coap://127.0.0.1:" + port + "/", "name", "root"));

        awaitState(nowhere, State.FAILED);
        assertThat(nowhere.status().detail()).contains("4.04");
        awaitState(root, State.FAILED);
        assertThat(root.status().detail()).contains("observed");
    }

    @Test
    void aFullNodeHoldsValuesBack_andDropsTheOldestOnly() throws Exception {
        device("notls");
        door.shut = true;
        Watch watch = watch(Map.of());
        awaitState(watch, State.DEGRADED);
        change("{\"flow\":1}");
        change("{\"flow\":2}");

        door.shut = false;

        await().atMost(20, SECONDS).until(() -> bodies().contains("{\"flow\":2}"));
        awaitState(watch, State.ONLINE);
        assertThat(watch.status().detail()).doesNotContain("dropped");
    }

    @Test
    void aSharedKeyOpensTheDevice_andAWrongOneDoesNot() throws Exception {
        device("openssl", "-k", KEY, "-h", "plant");
        Path right = Authority.ownerOnly(Files.writeString(folder.resolve("right"), KEY + "\n"));
        Path wrong = Authority.ownerOnly(Files.writeString(folder.resolve("wrong"), "not-" + KEY + "\n"));
        String uri = "coaps://127.0.0.1:" + (port + 1) + "/example_data";

        Watch let =
                watch(Map.of("uri", uri, "name", "let", "psk__identity", "edge-1", "psk__key__file", right.toString()));
        awaitState(let, State.ONLINE);
        await().atMost(20, SECONDS).until(() -> !door.payloads.isEmpty());
        let.close();

        Watch refused = watch(
                Map.of("uri", uri, "name", "refused", "psk__identity", "edge-1", "psk__key__file", wrong.toString()));
        await().atMost(60, SECONDS)
                .until(() -> refused.status().state() == State.OFFLINE
                        || refused.status().state() == State.FAILED);
        assertThat(refused.status().detail()).contains("key");
    }

    /** libcoap's server asks for a certificate and shows its own; both sides trust one authority. */
    @Test
    void certificatesOpenTheDevice_aStrangersDevice_andAStrangersNode_doNot() throws Exception {
        Authority plant = new Authority(folder, "plant");
        Authority.Issued device = plant.issue("pump-7", Instant.now().plus(1, ChronoUnit.HOURS));
        device(
                "openssl",
                "-c",
                device.certificate().toString(),
                "-j",
                device.key().toString(),
                "-C",
                plant.file().toString(),
                "-R",
                plant.file().toString());
        String uri = "coaps://127.0.0.1:" + (port + 1) + "/example_data";

        Watch let = watch(secure(
                "let",
                uri,
                plant.keyFiles(plant.issue("edge-1", device.x509().getNotAfter().toInstant()))));
        awaitState(let, State.ONLINE);
        await().atMost(20, SECONDS).until(() -> !door.payloads.isEmpty());
        let.close();

        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Authority stranger = new Authority(elsewhere, "stranger");
        Watch refused = watch(secure(
                "refused",
                uri,
                stranger.keyFiles(
                        stranger.issue("edge-1", device.x509().getNotAfter().toInstant()))));
        await().atMost(60, SECONDS)
                .until(() -> refused.status().state() == State.OFFLINE
                        || refused.status().state() == State.FAILED);
        assertThat(refused.status().detail()).contains("no secure session", "certificates of both sides");
    }

    @Test
    void aDeviceWhoseCertificateHasExpired_isNotListenedTo() throws Exception {
        Authority plant = new Authority(folder, "plant");
        Authority.Issued expired = plant.issue("pump-7", Instant.now().minus(1, ChronoUnit.MINUTES));
        device(
                "openssl",
                "-c",
                expired.certificate().toString(),
                "-j",
                expired.key().toString(),
                "-C",
                plant.file().toString(),
                "-R",
                plant.file().toString());
        Watch watch = watch(secure(
                "expired",
                "coaps://127.0.0.1:" + (port + 1) + "/example_data",
                plant.keyFiles(plant.issue("edge-1", Instant.now().plus(1, ChronoUnit.HOURS)))));

        awaitState(watch, State.FAILED);
        assertThat(watch.status().detail()).contains("no secure session");
        assertThat(door.payloads).isEmpty();
    }

    private static Map<String, Object> secure(String name, String uri, KeyFiles keys) {
        return Map.of(
                "uri",
                uri,
                "name",
                name,
                "dtls__keystore",
                keys.keystore().toString(),
                "dtls__password__file",
                keys.password().toString());
    }

    @Test
    void aKeyFileThatOthersMayReadIsNotUsed() throws Exception {
        Path open = Files.writeString(folder.resolve("open"), KEY);
        Watch watch = watch(Map.of(
                "uri",
                "coaps://127.0.0.1:" + port + "/x",
                "psk__identity",
                "edge-1",
                "psk__key__file",
                open.toString()));

        awaitState(watch, State.FAILED);
        assertThat(watch.status().detail()).contains("chmod 600");
    }
}
