// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.series.Window;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's wall clock is set forth and back by years; the other clock, of which all periods are made, goes on. */
class ClockJumpTest {

    private static final Instant TODAY = Instant.parse("2026-11-22T15:00:00Z");

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Plant.Board board = new Plant.Board();
    private final Plant.Gauge gauge = new Plant.Gauge(3) {
        @Override
        protected void onTake(Window window) {
            if (window.newest().values()[0] == 666) {
                throw new IllegalStateException("a defect");
            }
            super.onTake(window);
        }
    };
    private volatile Instant wall = TODAY;
    private FastRoad road;

    @BeforeEach
    void start() {
        Settings settings = new Settings(
                2,
                new Room(1024, 1 << 20, 256, 64 << 10, 1000, 1024),
                Set.of(),
                new Allowance(100, 20),
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(5));
        road = new FastRoad(new Node("edge-1", "plant1", data), settings, "0.1.0", () -> wall, nanos::get);
        road.start();
        Contracts contracts = Plant.contracts();
        road.fit(new Fittings(Optional.of(contracts), List.of(gauge), List.of(board), List.of()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        road.stop();
    }

    private void send(String contract, String body) {
        int expected = acknowledged.get() + 1;
        long receivedAt = wall.getEpochSecond() * 1_000_000_000L;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Payload payload = new Payload("test", contract, "pump-1", "t", "text/plain", bytes, receivedAt);
        assertThat(road.road.offer(payload, acknowledged::incrementAndGet)).isTrue();
        await().pollInterval(Duration.ofMillis(1)).until(() -> acknowledged.get() == expected);
    }

    private int insights() {
        return board.on("ganglion/plant1/insight/").size();
    }

    @Test
    void windowsAndTheTailKeepTheOrderOfArrival() {
        send("Gauge", "1");
        wall = TODAY.minus(Duration.ofDays(3_000));
        send("Gauge", "2");
        wall = TODAY.plus(Duration.ofDays(3_000));
        send("Gauge", "3");
        wall = TODAY;
        send("Gauge", "4");
        assertThat(gauge.taken).extracting(o -> o.values()[0]).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(gauge.windows).containsExactly(1, 2, 3, 3);
        List<Observation> recent = road.road.recent("pump-1", 3);
        assertThat(recent).extracting(o -> o.values()[0]).containsExactly(2.0, 3.0, 4.0);
    }

    @Test
    void insightsComeAtTheirPeriod_neitherLateNorAllAtOnce() {
        send("Gauge", "1");
        assertThat(insights()).isEqualTo(1);
        for (int days : new int[] {-3_000, 3_000, 0}) {
            wall = TODAY.plus(Duration.ofDays(days));
            send("Gauge", "2");
        }
        assertThat(insights()).isEqualTo(1);
        wall = TODAY.minus(Duration.ofDays(3_000));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        send("Gauge", "3");
        assertThat(insights()).isEqualTo(2);
    }

    @Test
    void troubleIsShownForAMinute_whateverTheWallClockSays() {
        send("Gauge", "666");
        wall = TODAY.plus(Duration.ofDays(3_000));
        assertThat(road.trouble()).contains("a defect");
        wall = TODAY.minus(Duration.ofDays(3_000));
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void allowanceOfADevice_isNeitherRefilledNorFrozen() {
        send("Gauge", "1");
        for (int i = 0; i < 20; i++) {
            send("Gauge", "1");
        }
        wall = TODAY.plus(Duration.ofDays(3_000));
        assertThat(road.road.offer(Plant.payload("pump-1", "1"), () -> {})).isFalse();
        wall = TODAY.minus(Duration.ofDays(3_000));
        nanos.addAndGet(Duration.ofMillis(10).toNanos());
        send("Gauge", "1");
    }

    @Test
    void quarantineKeepsWhatCameUnderAWrongClock() {
        wall = Instant.EPOCH;
        send("Gauge", "bad");
        wall = TODAY;
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        send("Gauge", "bad");
        assertThat(road.ward.register().size()).isEqualTo(2);
        assertThat(road.ward.removed()).isZero();
    }
}
