// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.model.Condition;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.carry.Destination;
import io.ganglion.uplink.message.Letter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
class DeliveryTest {
    private static final String NAME = "upstream";

    @TempDir
    Path folder;

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void everyEntryArrives_onItsTopic_underItsIdentity_andIsForgotten() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port)) {
            long row = journal.add(Plant.row("pump-1", 0, 1.25, 31.5));
            long insight = journal.add(Plant.insight("pump-1", 0, Condition.ANOMALOUS));
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, Map.of()), journal)) {
                Plant.awaitTrue(() -> listener.letters.size() == 2);
                Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) == row);
                Plant.awaitTrue(() -> journal.place(NAME, Kind.INSIGHT) == insight);
                Plant.awaitTrue(() -> uplink.status().sent() == 2);
            }
            assertThat(listener.ids())
                    .containsExactlyInAnyOrder(
                            "edge-1/epoch-1/observation/" + row, "edge-1/epoch-1/insight/" + insight);
            assertThat(listener.topics)
                    .contains("ganglion/plant1/telemetry/Pump/pump-1", "ganglion/plant1/insight/Pump/pump-1");
            for (Letter letter : listener.letters) {
                JsonNode body = Listener.json(letter);
                if (letter.topic().contains("telemetry")) {
                    assertThat(body.path("dateObserved").asText()).isEqualTo("2023-11-14T22:13:20Z");
                    assertThat(body.path("flow").asDouble()).isEqualTo(31.5);
                    assertThat(body.path("id").asText()).isEqualTo("urn:ngsi-ld:Pump:pump-1");
                } else {
                    assertThat(body.path("verdict").asText()).isEqualTo("anomalous");
                    assertThat(body.path("contributions")
                                    .get(0)
                                    .path("attribute")
                                    .asText())
                            .isEqualTo("motorCurrent");
                }
            }
        }
    }

    @Test
    void aBrokerThatStopsAndStartsAgain_losesNothing_andTheNextUplinkGoesOnWhereThisOneWas() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start()) {
            try (Listener first = new Listener(broker.port)) {
                assertThat(first.letters).isEmpty();
            }
            Set<String> all = new HashSet<>();
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, Map.of()), journal)) {
                for (int round = 0; round < 3; round++) {
                    add(all, 400);
                    Plant.awaitTrue(() -> uplink.status().sent() > 0);
                    broker.stop();
                    add(all, 400);
                    Plant.awaitState(uplink, State.OFFLINE, "broker unreachable", "next try in");
                    broker.start();
                    Plant.awaitState(uplink, State.ONLINE);
                }
            }
            add(all, 100);
            try (Destination next = Plant.start(Plant.settings(broker.port, folder, Map.of()), journal);
                    Listener listener = new Listener(broker.port)) {
                Plant.awaitTrue(() -> next.status().observations().waiting() == 0
                        && next.status().sent() > 0);
                Plant.awaitTrue(() -> listener.ids().containsAll(all));
            }
        }
    }

    private void add(Set<String> all, int rows) {
        for (int i = 0; i < rows; i++) {
            all.add("edge-1/epoch-1/observation/" + journal.add(Plant.row("pump-" + i % 7, all.size(), 1 + i, 30)));
        }
    }

    @Test
    void anOldBacklogOfTelemetryNeverDelaysAFreshInsight() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port)) {
            for (int i = 0; i < 20_000; i++) {
                journal.add(Plant.row("pump-1", i, 1, 30));
            }
            // Slow enough that the backlog would take an hour.
            Map<String, Object> narrow = Map.of("bytes__per__second", 2_000L);
            try (Destination uplink = Plant.start(Plant.settings(broker.port, folder, narrow), journal)) {
                Plant.awaitTrue(() -> uplink.status().sent() > 3);
                journal.add(Plant.insight("pump-9", 1, Condition.ANOMALOUS));
                Plant.awaitTrue(() -> listener.topics.contains("ganglion/plant1/insight/Pump/pump-9"));
                assertThat(uplink.status().sent()).isLessThan(1_000);
                assertThat(uplink.status().observations().waiting()).isGreaterThan(19_000);
            }
        }
    }

    @Test
    void envelopesCarryMany_packed_withTheSameIdentities() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port)) {
            Set<String> all = new HashSet<>();
            add(all, 3_000);
            try (Destination uplink =
                    Plant.start(Plant.settings(broker.port, folder, Map.of("format", "batches")), journal)) {
                Plant.awaitTrue(() -> listener.ids().containsAll(all));
                Plant.awaitState(uplink, State.ONLINE, "packed");
            }
            assertThat(listener.letters).hasSize(3_000);
            assertThat(listener.topics)
                    .contains("ganglion/plant1/uplink/edge-1")
                    .hasSize(6);
            long plain = listener.letters.stream()
                    .mapToLong(letter -> letter.body().length + letter.topic().length())
                    .sum();
            assertThat(listener.bytes).isLessThan(plain / 5);
        }
    }

    @Test
    void aBrokerThatKnowsMqtt311Only_isSpokenToInIt() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port)) {
            long row = journal.add(Plant.row("pump-1", 0, 1, 30));
            try (Destination uplink =
                    Plant.start(Plant.settings(broker.port, folder, Map.of("version", "3.1.1")), journal)) {
                Plant.awaitState(uplink, State.ONLINE, "MQTT 3.1.1");
                Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) == row);
            }
            Plant.awaitTrue(() -> listener.letters.size() == 1);
            assertThat(listener.ids()).containsExactly("");
        }
    }

    @Test
    void aJournalThatCannotBeRead_isState_andItGoesOnWhenItCan() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Listener listener = new Listener(broker.port);
                Destination uplink = Plant.start(Plant.settings(broker.port, folder, Map.of()), journal)) {
            Plant.awaitState(uplink, State.ONLINE);
            journal.fail(true);
            Plant.awaitState(uplink, State.DEGRADED, "the journal cannot be read", "disk I/O error");
            long row = journal.add(Plant.row("pump-1", 0, 1, 30));
            journal.fail(false);
            Plant.awaitTrue(() -> journal.place(NAME, Kind.OBSERVATION) == row);
            Plant.awaitTrue(() -> listener.letters.size() == 1);
            Plant.awaitState(uplink, State.ONLINE);
            assertThat(uplink.deadLetters(10)).isEqualTo(List.of());
        }
    }

    @Test
    void manyReconnectsLeaveNoThreadBehind() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder).start();
                Destination uplink = Plant.start(Plant.settings(broker.port, folder, Map.of()), journal)) {
            Plant.awaitState(uplink, State.ONLINE);
            long before = threads();
            for (int i = 0; i < 5; i++) {
                broker.stop();
                Plant.awaitState(uplink, State.OFFLINE);
                broker.start();
                Plant.awaitState(uplink, State.ONLINE);
            }
            Plant.awaitTrue(() -> threads() <= before);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("MQTT"))
                .count();
    }
}
