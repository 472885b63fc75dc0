// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain door, as a stranger's client sees it. */
class ServerTest {

    private static final String PUMP_7 = "/ganglion/plant1/telemetry/Pump/pump-7";

    @TempDir
    Path folder;

    private final Plant.Door door = new Plant.Door();
    private Server server;
    private String base;
    private Path body;

    @BeforeEach
    void open() throws IOException {
        open(Map.of("dtls__port", -1));
        body = Files.writeString(folder.resolve("body"), "{\"flow\":1}");
    }

    private void open(Map<String, Object> changed) throws IOException {
        server = Server.open(Plant.settings(folder, changed), door, Clock.systemUTC());
        base = server.addresses().get(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPostReachesTheIntake_andIsAnsweredWhenTheNodeHasAnsweredForIt() throws Exception {
        assertThat(Libcoap.post(base + PUMP_7, "50", body)).isEqualTo("2.04");

        Payload payload = door.payloads.get(0);
        assertThat(payload.driver()).isEqualTo("coap");
        assertThat(payload.contract()).isEqualTo("Pump");
        assertThat(payload.device()).isEqualTo("pump-7");
        assertThat(payload.topic()).isEqualTo(PUMP_7);
        assertThat(payload.mediaType()).isEqualTo("application/json");
        assertThat(payload.body()).isEqualTo(Files.readAllBytes(body));
    }

    @ParameterizedTest
    @CsvSource({
        "50, application/json",
        "60, application/cbor",
        "110, application/senml+json",
        "112, application/senml+cbor",
        "42, application/octet-stream",
        "10001, application/vnd.onem2m-res+json",
        "'', ''"
    })
    void theContentFormatBecomesTheMediaType(String format, String mediaType) throws Exception {
        server.close();
        open(Map.of("dtls__port", -1, "content__formats", new String[] {"10001 = application/vnd.oneM2M-res+json"}));

        assertThat(Libcoap.post(base + "/t/Pump/pump-7", format, body)).isEqualTo("2.04");
        assertThat(door.payloads).extracting(Payload::mediaType).containsExactly(mediaType);
    }

    @ParameterizedTest
    @CsvSource({
        "/ganglion/plant1/telemetry/Pump, 4.04",
        "/ganglion/elsewhere/telemetry/Pump/pump-7, 4.04",
        "/ganglion/plant1/insight/Pump/pump-7, 4.04",
        "/t/Pump/two%20words, 4.04",
        "/t/Pump/a%2Fb, 4.04",
        "/, 4.04"
    })
    void whatIsNobodysPathIsNotFound(String path, String code) throws Exception {
        assertThat(Libcoap.post(base + path, "50", body)).isEqualTo(code);
        assertThat(door.payloads).isEmpty();
    }

    @Test
    void aMethodOrAFormatThatIsNotForUsIsRefused() throws Exception {
        assertThat(Libcoap.lastCode(Libcoap.client("notls", List.of("-m", "get"), base + PUMP_7)))
                .isEqualTo("4.05");
        assertThat(Libcoap.lastCode(Libcoap.client("notls", List.of("-m", "delete"), base + PUMP_7)))
                .isEqualTo("4.05");
        assertThat(Libcoap.post(base + PUMP_7, "41", body)).isEqualTo("4.15");
        assertThat(door.payloads).isEmpty();
    }

    @Test
    void aStrangerFindsTheWay() throws Exception {
        assertThat(Libcoap.client("notls", List.of("-m", "get"), base + "/.well-known/core"))
                .contains("</ganglion/plant1/telemetry>", "ganglion.telemetry", "110");
    }

    @Test
    void aLongBodyComesInBlocks_andArrivesWhole() throws Exception {
        byte[] big = new byte[40_000];
        new Random(7).nextBytes(big);
        Files.write(body, big);

        assertThat(Libcoap.post(base + PUMP_7, "42", body, "-b", "256")).isEqualTo("2.04");
        assertThat(door.payloads).hasSize(1);
        assertThat(door.payloads.get(0).body()).isEqualTo(big);
    }

    @Test
    void aBodyBeyondTheLimitIsRefused_withTheLimit() throws Exception {
        Files.write(body, new byte[70_000]);

        String text = Libcoap.client("notls", List.of("-m", "post", "-t", "42", "-f", body.toString()), base + PUMP_7);

        assertThat(Libcoap.lastCode(text)).isEqualTo("4.13");
        assertThat(text).contains("Size1:65536");
        assertThat(door.payloads).isEmpty();
    }

    @Test
    void aFullNodeSaysWhenToComeAgain_andTakesTheNextOne() throws Exception {
        door.shut = true;
        String text = Libcoap.client("notls", List.of("-m", "post", "-t", "50", "-f", body.toString()), base + PUMP_7);
        assertThat(Libcoap.lastCode(text)).isEqualTo("5.03");
        assertThat(text).contains("Max-Age:2");

        door.shut = false;
        assertThat(Libcoap.post(base + PUMP_7, "50", body)).isEqualTo("2.04");
    }

    @Test
    void aSlowAnswerComesAsAMessageOfItsOwn_andThePayloadOnce() throws Exception {
        door.answers = false;
        CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> {
            try {
                return Libcoap.client("notls", List.of("-m", "post", "-t", "50", "-f", body.toString()), base + PUMP_7);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        door.awaitPayloads(1);
        try (DatagramSocket peer = new DatagramSocket()) {
            // A confirmable POST of our own shows the empty acknowledgement: only after it the node answers.
            exchange(peer, 0x1234);
            byte[] acknowledgement = receive(peer);
            assertThat(acknowledgement).startsWith(0x60, 0x00, 0x12, 0x34);
            exchange(peer, 0x1234);
            assertThat(receive(peer)).startsWith(0x60, 0x00, 0x12, 0x34);
            assertThat(door.payloads).hasSize(2);
        }
        door.unanswered.forEach(answer -> answer.done());

        assertThat(Libcoap.lastCode(text.get(30, SECONDS))).isEqualTo("2.04");
        assertThat(text.get()).contains("c:0.00");
        await().atMost(10, SECONDS).until(() -> server.reception().waiting() == 0);
    }

    @Test
    void aRepeatedMessageIsDeliveredOnce_andAnsweredAgain() throws Exception {
        try (DatagramSocket peer = new DatagramSocket()) {
            exchange(peer, 0x4711);
            byte[] first = receive(peer);
            exchange(peer, 0x4711);
            byte[] second = receive(peer);

            assertThat(first).startsWith(0x60, 0x44, 0x47, 0x11);
            assertThat(second).isEqualTo(first);
            assertThat(door.payloads).hasSize(1);
        }
    }

    @Test
    void morePostsThanOnePeerMayLeaveWaitingArePushedBack() throws Exception {
        server.close();
        open(Map.of("dtls__port", -1, "max__waiting__of__peer", 2));
        door.answers = false;
        try (DatagramSocket peer = new DatagramSocket()) {
            exchange(peer, 1);
            exchange(peer, 2);
            door.awaitPayloads(2);
            exchange(peer, 3);
            assertThat(receive(peer)).startsWith(0x60, 0xA3 - 256, 0, 3);
        }
    }

    @Test
    void morePeersThanTheCrowdHoldsAreNotAnswered_andShowInTheStatus() throws Exception {
        server.close();
        CoapDriver driver = new CoapDriver(
                () -> Plant.settings(folder, Map.of("dtls__port", -1, "max__peers", 2)), door, Clock.systemUTC());
        base = driver.server().orElseThrow().addresses().get(0);
        for (int peer = 0; peer < 3; peer++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                exchange(socket, peer);
                if (peer < 2) {
                    receive(socket);
                }
            }
        }
        await().atMost(10, SECONDS).until(() -> driver.status().detail().contains("1 messages dropped"));
        assertThat(door.payloads).hasSize(2);
        driver.close();
    }

    @Test
    void garbageIsSurvived() throws Exception {
        Random chance = new Random(11);
        try (DatagramSocket peer = new DatagramSocket()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] garbage = new byte[chance.nextInt(80)];
                chance.nextBytes(garbage);
                if (garbage.length > 3 && i % 2 == 0) {
                    // Right version and a request's code, so that the options are parsed.
                    garbage[0] = (byte) (0x40 | garbage[0] & 0x3F);
                    garbage[1] = 2;
                }
                send(peer, garbage);
            }
        }
        int before = door.payloads.size();
        assertThat(Libcoap.post(base + PUMP_7, "50", body)).isEqualTo("2.04");
        assertThat(door.payloads.size()).isEqualTo(before + 1);
    }

    @Test
    void aTakenPortIsState_andSaysWhichOne() {
        int port = URI.create(base).getPort();
        CoapDriver second = new CoapDriver(
                () -> Plant.settings(folder, Map.of("dtls__port", -1, "port", port)), door, Clock.systemUTC());

        assertThat(second.status().state()).hasToString("FAILED");
        assertThat(second.status().detail()).contains(Integer.toString(port));
        second.close();
    }

    /** A confirmable POST to /t/Pump/p with the body {@code {}}. */
    private void exchange(DatagramSocket peer, int id) throws IOException {
        byte[] path =
                "\u00b1t\u0004Pump\u0001p\u0011\u0032\u00ff{}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] message = new byte[4 + path.length];
        message[0] = 0x40;
        message[1] = 2;
        message[2] = (byte) (id >> 8);
        message[3] = (byte) id;
        System.arraycopy(path, 0, message, 4, path.length);
        send(peer, message);
    }

    private void send(DatagramSocket peer, byte[] message) throws IOException {
        peer.send(new DatagramPacket(
                message,
                message.length,
                InetAddress.getLoopbackAddress(),
                URI.create(base).getPort()));
    }

    private static byte[] receive(DatagramSocket peer) throws IOException {
        peer.setSoTimeout(20_000);
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        peer.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
