// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.device.Device;
import io.ganglion.api.device.Node;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloodTest {

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private FastRoad road;

    private void start() {
        Settings settings = new Settings(
                1,
                new Room(4096, 4 << 20, 256, 64 << 10, 1000, 1024),
                Set.of(),
                new Allowance(100, 20),
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(5));
        Node node = new Node("edge-1", "plant1", data);
        road = new FastRoad(node, settings, "0.1.0", () -> Instant.ofEpochSecond(1_700_000_100), nanos::get);
        road.start();
        road.fit(new Fittings(Optional.of(Plant.contracts()), List.of(), List.of(), List.of()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (road != null) {
            road.stop();
        }
    }

    private boolean offer(String device) {
        return road.road.offer(Plant.payload(device, "1"), acknowledged::incrementAndGet);
    }

    /** Devices are known, and charged, from their second payload on. */
    private void introduce(String... devices) {
        for (String device : devices) {
            int expected = acknowledged.get() + 1;
            assertThat(offer(device)).isTrue();
            await().until(() -> acknowledged.get() == expected);
        }
    }

    private int offerAll(String device) {
        int taken = 0;
        while (offer(device)) {
            taken++;
        }
        return taken;
    }

    @Test
    void deviceThatFloodsIsPushedBack_othersAreNot_andTheNodeSaysWho() {
        start();
        introduce("rogue", "pump-1");
        assertThat(offerAll("rogue")).isEqualTo(20);
        assertThat(offer("rogue")).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(offer("pump-1")).isTrue();
        }
        assertThat(road.road.list())
                .extracting(Device::name, Device::throttled)
                .containsExactly(tuple("pump-1", 0L), tuple("rogue", 2L));
        assertThat(road.counters().throttled()).isEqualTo(2);
        assertThat(road.counters().pushedBack()).isEqualTo(2);
        await().until(() -> acknowledged.get() == 32);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_000_000_000L, Long.MIN_VALUE})
    void afterAPauseItMaySendAgain_asMuchAsItsRateAllows_whereverTheClockStands(long start) {
        nanos.set(start);
        start();
        introduce("rogue");
        assertThat(offerAll("rogue")).isEqualTo(20);
        nanos.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(offerAll("rogue")).isEqualTo(5);
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(offerAll("rogue")).isEqualTo(20);
        int inTenSeconds = 0;
        for (int i = 0; i < 1_000; i++) {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            inTenSeconds += offerAll("rogue");
        }
        assertThat(inTenSeconds).isEqualTo(1_000);
    }

    @Test
    void refusalByAFullPartitionIsNotCharged() {
        start();
        introduce("pump-1");
        road.fit(Fittings.NONE);
        int others = 0;
        while (offer("stranger-" + others % 10)) {
            others++;
        }
        for (int i = 0; i < 100; i++) {
            assertThat(offer("pump-1")).isFalse();
        }
        assertThat(road.counters().throttled()).isZero();
        int expected = others + 1;
        road.fit(new Fittings(Optional.of(Plant.contracts()), List.of(), List.of(), List.of()));
        await().until(() -> acknowledged.get() == expected);
        assertThat(offerAll("pump-1")).isEqualTo(20);
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new Allowance(-1, 1)).hasMessageContaining("rate_per_s=-1");
        assertThatThrownBy(() -> new Allowance(1, 0)).hasMessageContaining("burst=0");
    }
}
