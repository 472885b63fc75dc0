// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.flow.Uplink;
import io.ganglion.api.flow.UplinkStatus;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Journal.Backlog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UplinkCommandTest {
    private static final Instant SINCE = FakeNode.NOW.minusSeconds(90);

    private final List<Long> retried = new ArrayList<>();
    private final FakeNode node = new FakeNode();

    private Uplink uplink(String name, State state, String detail, long dead) {
        return new Uplink() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public UplinkStatus status() {
                Backlog waiting = new Backlog(7, OptionalLong.of(SINCE.getEpochSecond() * 1_000_000_000L), 2);
                Backlog none = new Backlog(0, OptionalLong.empty(), 0);
                DriverStatus connection = new DriverStatus(state, detail, SINCE);
                return new UplinkStatus("tcp://h:1883", connection, waiting, none, 3, 50, 1, 4, dead, 900, 12);
            }

            @Override
            public List<DeadLetter> deadLetters(int limit) {
                return dead == 0
                        ? List.of()
                        : List.of(
                                new DeadLetter(5, "edge/e/observation/9", "ganglion/p/t", 80, "not authorised", SINCE));
            }

            @Override
            public int retry(List<Long> numbers) {
                retried.addAll(numbers);
                return numbers.contains(99L) ? 0 : 1;
            }
        };
    }

    @Test
    void uplinkStatus_saysWhatWaits_andWhyADestinationIsAway() throws Exception {
        node.with(Uplink.class, uplink("plant", State.OFFLINE, "broker unreachable: tcp://h:1883", 0));
        assertThat(node.answer(new UplinkStatusCommand()))
                .contains("plant", "offline", "7", "90 s ago")
                .contains("plant is offline for 90 s: broker unreachable: tcp://h:1883");
    }

    @Test
    void uplinkStatus_asJson_hasTheNumbers() throws Exception {
        node.with(Uplink.class, uplink("plant", State.ONLINE, "sends", 0));
        UplinkStatusCommand command = new UplinkStatusCommand();
        command.json = true;
        assertThat(node.answer(command))
                .contains("\"waiting\" : 7", "\"lost\" : 2", "\"oldest\" : null", "\"bytesPerSecond\" : 12");
    }

    @Test
    void withoutADestination_theNextStepIsNamed() throws Exception {
        assertThat(node.answer(new UplinkStatusCommand())).contains("etc/io.ganglion.uplink-NAME.cfg");
    }

    @Test
    void deadLetters_haveAReason_andAreSentAgain() throws Exception {
        node.with(Uplink.class, uplink("plant", State.ONLINE, "sends", 1));
        UplinkDeadLetters letters = new UplinkDeadLetters();
        letters.name = "plant";
        assertThat(node.answer(letters)).contains("not authorised", "aiot:uplink-retry plant");
        UplinkRetry retry = new UplinkRetry();
        retry.name = "plant";
        retry.numbers = List.of(5L);
        assertThat(node.answer(retry)).contains("1 dead letter on the way");
        assertThat(retried).containsExactly(5L);
        retry.numbers = List.of(99L);
        assertThatThrownBy(() -> node.answer(retry)).hasMessageContaining("no such dead letter: [99]");
    }

    @Test
    void anUnknownDestination_namesThoseThereAre() {
        node.with(Uplink.class, uplink("plant", State.ONLINE, "sends", 0));
        UplinkDeadLetters letters = new UplinkDeadLetters();
        letters.name = "plat";
        assertThatThrownBy(() -> node.answer(letters)).hasMessageContaining("there are: plant");
    }

    @Test
    void uplinkForget_givesUpAPlaceThatNobodyReadsFor_andNoOther() throws Exception {
        List<String> places = new ArrayList<>(List.of("old", "plant"));
        node.with(Journal.class, journal(places)).with(Uplink.class, uplink("plant", State.ONLINE, "sends", 0));
        UplinkForget command = new UplinkForget();
        command.name = "plant";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("is configured");
        assertThat(node.answer(new UplinkStatusCommand())).contains("aiot:uplink-forget old");
        command.name = "odl";
        assertThatThrownBy(() -> node.answer(command)).hasMessageContaining("old");
        command.name = "old";
        assertThat(node.answer(command)).contains("Nothing is kept for old");
        assertThat(places).containsExactly("plant");
    }

    private static Journal journal(List<String> places) {
        return new Journal() {
            @Override
            public String epoch() {
                return "epoch-1";
            }

            @Override
            public Reader open(String destination) {
                throw new UnsupportedOperationException(destination);
            }

            @Override
            public List<String> destinations() {
                return places;
            }

            @Override
            public void forget(String destination) {
                places.remove(destination);
            }
        };
    }
}
