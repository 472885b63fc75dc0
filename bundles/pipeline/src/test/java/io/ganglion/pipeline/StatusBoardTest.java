// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.device.Driver;
import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Flow;
import io.ganglion.api.flow.FlowCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {

    private static final Instant START = Instant.parse("2026-11-22T15:00:00Z");

    private Instant now = START;
    private long nanos;
    private DriverStatus.State state = DriverStatus.State.ONLINE;
    private final Plant.Board board = new Plant.Board();
    private final Driver driver = new Driver() {
        @Override
        public String name() {
            return "mqtt-plant";
        }

        @Override
        public DriverStatus status() {
            return new DriverStatus(state, "broker.plant:8883", START);
        }
    };
    private final Flow flow = new Flow() {
        @Override
        public FlowCounters counters() {
            return new FlowCounters(3, 1, 1, 1, 0, 1, 1);
        }

        @Override
        public String trouble() {
            return "";
        }
    };
    private final StatusBoard status = new StatusBoard(
            new Node("edge-1", "plant1", Path.of("data")),
            "0.1.0",
            flow,
            () -> 0,
            () -> List.of(driver),
            Duration.ofSeconds(30),
            () -> now,
            () -> nanos);

    private void after(int seconds) {
        now = START.plusSeconds(seconds);
        nanos = Duration.ofSeconds(seconds).toNanos();
        status.tick(List.of(board));
    }

    private JsonNode last() throws Exception {
        List<String> bodies = board.on("ganglion/plant1/status/edge-1");
        JsonNode body = new ObjectMapper().readTree(bodies.get(bodies.size() - 1));
        Schema.of("status").verify(body);
        return body;
    }

    @Test
    void isSaidAtOnce_thenOncePerPeriod_andOnEveryChange_retained() throws Exception {
        after(0);
        after(1);
        assertThat(board.messages).hasSize(1).allMatch(Plant.Board.Message::retained);
        after(30);
        assertThat(board.messages).hasSize(2);
        state = DriverStatus.State.OFFLINE;
        after(31);
        assertThat(board.messages).hasSize(3);
        assertThat(last().at("/drivers/0/state").asText()).isEqualTo("offline");
        assertThat(last().get("state").asText()).isEqualTo("online");
    }

    @Test
    void wallClockThatJumps_neitherSilencesItNorMakesItTalk() {
        after(0);
        for (int year : new int[] {1970, 2099, 2026}) {
            now = Instant.parse(year + "-01-01T00:00:00Z");
            status.tick(List.of(board));
        }
        assertThat(board.messages).hasSize(1);
        nanos += Duration.ofSeconds(30).toNanos();
        status.tick(List.of(board));
        assertThat(board.messages).hasSize(2);
    }

    @Test
    void outletThatRefusesHearsItWithTheNextTick() {
        board.refuses = true;
        after(0);
        board.refuses = false;
        after(1);
        assertThat(board.messages).hasSize(1);
    }

    @Test
    void goodbyeSaysOffline() throws Exception {
        after(0);
        status.sayGoodbye(board);
        assertThat(last().get("state").asText()).isEqualTo("offline");
    }
}
