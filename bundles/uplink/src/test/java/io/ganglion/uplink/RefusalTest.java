// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.carry.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that says no. */
@Timeout(90)
class RefusalTest {
    private static final String NAME = "upstream";

    @TempDir
    Path folder;

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void aForbiddenTopic_becomesADeadLetter_theRestPasses_andItCanBeSentAgain() throws Exception {
        Path acl = folder.resolve("acl");
        Files.writeString(acl, "topic readwrite ganglion/plant1/telemetry/Pump/pump-1\n");
        try (Mosquitto broker = new Mosquitto(folder, "acl_file " + acl).start()) {
            journal.add(Plant.row("secret", 0, 1, 30));
            long last = journal.add(Plant.row("pump-1", 1, 1, 30));
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, Map.of("tries", 2)), journal)) {
                Plant.awaitTrue(() -> uplink.status().deadLetters() == 1);
                Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) == last);
                assertThat(uplink.deadLetters(10)).singleElement().satisfies(letter -> {
                    assertThat(letter.topic()).endsWith("/secret");
                    assertThat(letter.reason()).contains("not authorised");
                });
                Files.writeString(acl, "topic readwrite ganglion/#\n");
                broker.stop();
                broker.start();
                Plant.awaitState(uplink, State.ONLINE);
                assertThat(uplink.retry(List.of())).isEqualTo(1);
                Plant.awaitTrue(() -> uplink.status().deadLetters() == 0);
            }
        }
    }

    @Test
    void whereThereIsNoRoomForDeadLetters_whatIsRefusedWaits_andHoldsItsPlace() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite ganglion/plant1/telemetry/Pump/pump-1\n");
        try (Mosquitto broker = new Mosquitto(folder, "acl_file " + acl).start()) {
            long first = journal.add(Plant.row("pump-1", 1, 1, 30));
            journal.add(Plant.row("secret", 0, 1, 30));
            journal.add(Plant.row("pump-1", 2, 1, 30));
            Map<String, Object> none = Map.of("tries", 1, "dead__letters", 0);
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, none), journal)) {
                Plant.awaitState(uplink, State.DEGRADED, "dead letters are full", "secret");
                Plant.awaitTrue(() -> uplink.status().sent() == 2);
                assertThat(journal.place(NAME, Kind.OBSERVATION)).isEqualTo(first);
            }
        }
    }

    @Test
    void aMessageLongerThanTheBrokerTakes_isADeadLetterWithoutBeingSent_andEnvelopesAreMadeToFit() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder, "max_packet_size 500").start();
                Listener listener = new Listener(broker.port)) {
            journal.add(Plant.row("p".repeat(120), 0, 1, 30));
            for (int i = 0; i < 200; i++) {
                journal.add(Plant.row("pump-" + i, i, Math.sqrt(i), 30));
            }
            Map<String, Object> batches = Map.of("format", "batches");
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, batches), journal)) {
                Plant.awaitTrue(() -> uplink.status().observations().waiting() == 0);
                Plant.awaitTrue(() -> listener.ids().size() == 201);
                assertThat(uplink.status().deadLetters()).isZero();
            }
            journal.add(Plant.row("q".repeat(128), 0, 1, 30));
            Map<String, Object> small = Map.of("representation", "concise");
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, small), journal)) {
                Plant.awaitTrue(() -> uplink.status().deadLetters() == 1);
                assertThat(uplink.deadLetters(1).get(0).reason()).contains("longer than the broker's limit of 500");
            }
        }
    }

    @Test
    void aWrongPasswordIsNamed_andARightOneConnects() throws Exception {
        Path passwords = Mosquitto.passwords(folder, "gateway", "right");
        Path secret = Authority.ownerOnly(Files.writeString(folder.resolve("secret"), "wrong\n"));
        try (Mosquitto broker = new Mosquitto(folder, "password_file " + passwords).start()) {
            Map<String, Object> login = Map.of("user", "gateway", "password__file", secret.toString());
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, login), journal)) {
                Plant.awaitState(uplink, State.FAILED, "refuses this login: user gateway", "password_file");
                Files.writeString(secret, "right\n");
                Plant.awaitState(uplink, State.ONLINE);
            }
        }
    }

    @Test
    void aCertificateThatEndsWhileConnected_isForewarned_endsTheConnection_andARenewedOneIsTakenUp() throws Exception {
        Authority authority = new Authority(folder, "plant");
        Authority.Issued server = authority.issue("server", Instant.now().plusSeconds(86_400 * 20));
        Authority.Issued client = authority.issue("client", Instant.now().plusSeconds(12));
        Map<String, Object> tls = new HashMap<>();
        try (Mosquitto broker = new Mosquitto(
                        folder,
                        "cafile " + authority.file(),
                        "certfile " + server.certificate(),
                        "keyfile " + server.key(),
                        "require_certificate true")
                .start()) {
            tls.put("uri", "ssl://127.0.0.1:" + broker.port);
            tls.put("ca__file", authority.file().toString());
            tls.put("certificate__file", client.certificate().toString());
            tls.put("key__file", client.key().toString());
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, tls), journal)) {
                Plant.awaitState(uplink, State.ONLINE, "this client's own certificate (CN=client) expires on");
                Plant.awaitState(uplink, State.FAILED, "CN=client", "expired on", "renew");
                authority.issue("client", Instant.now().plusSeconds(86_400 * 20));
                Plant.awaitState(uplink, State.ONLINE);
                long row = journal.add(Plant.row("pump-1", 0, 1, 30));
                Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) == row);
            }
        }
    }
}
