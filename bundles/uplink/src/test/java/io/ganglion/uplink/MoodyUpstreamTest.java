// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.series.Journal.Kind;
import io.ganglion.uplink.carry.Destination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is forgotten, and nothing else, whatever the upstream does. */
@Timeout(90)
class MoodyUpstreamTest {
    private static final String NAME = "upstream";

    @TempDir
    Path folder;

    private final MemoryJournal journal = new MemoryJournal();
    private final List<String> ids = new ArrayList<>();

    private void rows(int count) {
        for (int i = 0; i < count; i++) {
            ids.add("edge-1/epoch-1/observation/" + journal.add(Plant.row("pump-1", i, 1, 30)));
        }
    }

    private Destination uplink(MoodyUpstream upstream, Map<String, Object> changed) {
        return Plant.start(Plant.settings(upstream.port(), folder, changed), journal);
    }

    /** Of every place the journal was told: all before it was acknowledged by the upstream. */
    private void assertNothingElseWasForgotten(Set<String> acknowledged) {
        for (long place : journal.told()) {
            assertThat(ids)
                    .filteredOn(id -> Long.parseLong(id.substring(id.lastIndexOf('/') + 1)) <= place)
                    .allMatch(acknowledged::contains);
        }
    }

    private boolean isDone() {
        return ids.get(ids.size() - 1).endsWith("/" + journal.place(NAME, Kind.OBSERVATION));
    }

    @Test
    void answersTwiceAndOutOfOrder_moveThePlaceOverWhatIsContiguousOnly() throws Exception {
        rows(500);
        List<Integer> held = new ArrayList<>();
        Random chance = new Random(7);
        try (MoodyUpstream upstream = new MoodyUpstream(
                        (self, body, number) -> {
                            held.add(number);
                            if (held.size() >= 30 || self.arrived.size() >= 480) {
                                Collections.shuffle(held, chance);
                                for (int each : held) {
                                    self.acknowledge(each);
                                    self.acknowledge(each);
                                }
                                held.clear();
                            }
                            return true;
                        },
                        false);
                Destination uplink = uplink(upstream, Map.of("max__in__flight", 40))) {
            Plant.awaitTrue(this::isDone);
            Plant.awaitTrue(() -> uplink.status().sent() == 500);
            assertThat(upstream.arrived).hasSize(500);
            assertNothingElseWasForgotten(upstream.acknowledged);
        }
    }

    @Test
    void anUpstreamThatNeverAnswers_isSaid_andNothingIsForgotten() throws Exception {
        rows(100);
        try (MoodyUpstream upstream = new MoodyUpstream((self, body, number) -> true, false);
                Destination uplink = uplink(upstream, Map.of("patience__s", 1, "max__in__flight", 10))) {
            Plant.awaitState(uplink, State.OFFLINE, "does not acknowledge");
            Plant.awaitTrue(() -> upstream.connections.get() >= 3);
            assertThat(journal.place(NAME, Kind.OBSERVATION)).isZero();
            assertThat(uplink.status().observations().waiting()).isEqualTo(100);
            Plant.awaitTrue(() -> uplink.status().resent() >= 10);
        }
    }

    @Test
    void aConnectionCutAtEveryMessage_getsThereAllTheSame() throws Exception {
        rows(60);
        // Every connection answers one message more, and is cut at the next.
        try (MoodyUpstream upstream = new MoodyUpstream(
                        (self, body, number) -> {
                            boolean second = self.open.size() > 1;
                            if (!second) {
                                self.acknowledge(number);
                                self.open.put(-1, "one was answered");
                            }
                            return !second;
                        },
                        false);
                Destination uplink = uplink(upstream, Map.of("reconnect__ms", 1L))) {
            Plant.awaitTrue(this::isDone);
            assertThat(upstream.acknowledged).containsAll(ids);
            assertNothingElseWasForgotten(upstream.acknowledged);
            assertThat(uplink.deadLetters(10)).isEmpty();
        }
    }

    @Test
    void aMessageThatEndsEveryConnection_isFoundOut_keptAside_andHoldsUpNobody() throws Exception {
        rows(20);
        String poison = ids.get(7);
        try (MoodyUpstream upstream = new MoodyUpstream(
                        (self, body, number) -> {
                            if (body.contains(poison)) {
                                self.disconnect(0x99);
                                return false;
                            }
                            self.acknowledge(number);
                            return true;
                        },
                        false);
                Destination uplink = uplink(upstream, Map.of("reconnect__ms", 1L, "tries", 2))) {
            Plant.awaitTrue(this::isDone);
            assertThat(uplink.deadLetters(10)).singleElement().satisfies(letter -> {
                assertThat(letter.id()).isEqualTo(poison);
                assertThat(letter.reason()).contains("payload format invalid");
            });
            assertThat(upstream.acknowledged).hasSize(19).doesNotContain(poison);
        }
    }

    @Test
    void aServerThatDoesNotKnowMqtt5_isSpokenToIn311() throws Exception {
        rows(5);
        try (MoodyUpstream upstream = new MoodyUpstream(
                        (self, body, number) -> {
                            self.acknowledge(number);
                            return true;
                        },
                        true);
                Destination uplink = uplink(upstream, new HashMap<>())) {
            Plant.awaitTrue(this::isDone);
            Plant.awaitState(uplink, State.ONLINE, "MQTT 3.1.1");
        }
    }
}
