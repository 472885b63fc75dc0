// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.flow.Quarantine.Replay;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.model.Insight;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Appeal;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Plant.Gauge gauge = new Plant.Gauge(4);
    private final Chest chest = new Chest();
    private volatile double limit = 100;
    private FastRoad road;

    /** Keeps at once, or takes and never says that it kept. */
    private static final class Chest implements Keeper {
        final Queue<Observation> taken = new ConcurrentLinkedQueue<>();
        volatile boolean diesBeforeItsWord;

        @Override
        public String name() {
            return "chest";
        }

        @Override
        public boolean keep(List<Observation> observations, List<Insight> insights, Runnable kept) {
            taken.addAll(observations);
            if (!diesBeforeItsWord) {
                kept.run();
            }
            return true;
        }

        @Override
        public String trouble() {
            return "";
        }
    }

    private FastRoad start() {
        Settings settings = new Settings(
                1,
                new Room(64, 1 << 20, 16, 64 << 10, 1000, 1024),
                Set.of(),
                Allowance.UNLIMITED,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(1));
        Node node = new Node("edge-1", "plant1", data);
        road = new FastRoad(node, settings, "0.1.0", () -> Instant.ofEpochSecond(1_700_000_100), nanos::get);
        road.start();
        fit();
        return road;
    }

    private void fit() {
        road.fit(new Fittings(Optional.of(Plant.contracts(this::decode)), List.of(gauge), List.of(), List.of(chest)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (road != null) {
            road.stop();
        }
    }

    /** "time level": what is above the limit is refused. */
    private Verdict decode(Payload payload) {
        String[] parts = new String(payload.body(), StandardCharsets.UTF_8).split(" ");
        double level = Double.parseDouble(parts[1]);
        if (level > limit) {
            return new Rejection(Reason.OUT_OF_RANGE, "/level", level + " above " + limit, "Gauge@1." + limit, 2);
        }
        return new Observation(
                Plant.GAUGE,
                payload.device(),
                "urn:ngsi-ld:Gauge:" + payload.device(),
                Long.parseLong(parts[0]),
                payload.receivedAt(),
                new double[] {level, 0},
                3,
                List.of());
    }

    private void send(String device, String body) {
        int expected = acknowledged.get() + 1;
        assertThat(road.road.offer(Plant.payload(device, body), acknowledged::incrementAndGet))
                .isTrue();
        await().pollInterval(Duration.ofMillis(1)).until(() -> acknowledged.get() == expected);
    }

    private Replay replay() {
        return road.replayer.replay(Selection.ALL);
    }

    @Test
    void afterAFix_theyAreAccepted_markedWithTheirOwnTimeAndArrival_andLeaveTheQuarantine() throws Exception {
        start();
        IntStream.range(0, 500).forEach(i -> send("pump-1", i + " 200"));
        assertThat(road.ward.register().size()).isEqualTo(500);
        limit = 1_000;
        Replay replay = replay();
        assertThat(replay).isEqualTo(new Replay(500, List.of(), 0, ""));
        assertThat(chest.taken)
                .hasSize(500)
                .allMatch(Observation::replayed)
                .allMatch(o -> o.receivedAt() == 1_700_000_000_000_000_000L)
                .extracting(Observation::time)
                .isSorted();
        assertThat(road.ward.register().size()).isZero();
        FlowCounters end = road.counters();
        assertThat(end).isEqualTo(new FlowCounters(1000, 500, 500, 0, end.pushedBack(), 500, 0));
        road.stop();
        start();
        assertThat(road.ward.register().size()).isZero();
        assertThat(replay().accepted()).isZero();
    }

    @Test
    void whatIsRefusedAgainStays_withTheNewerReasonAndVersion_underItsOldId() {
        start();
        send("pump-1", "1 200");
        send("pump-2", "2 300");
        send("pump-3", "3 400");
        limit = 250;
        Replay replay = replay();
        assertThat(replay.accepted()).isEqualTo(1);
        assertThat(replay.refused()).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(2);
            assertThat(group.devices()).isEqualTo(2);
            assertThat(group.example()).isEqualTo(3);
            assertThat(group.message()).isEqualTo("400.0 above 250.0");
        });
        assertThat(replay.left()).isZero();
        assertThat(road.ward.register().list(9))
                .extracting(q -> q.id() + " " + q.rejection().contract())
                .containsExactly("3 Gauge@1.250.0", "2 Gauge@1.250.0");
    }

    @Test
    void onlyTheSelectedAreReplayed() {
        start();
        send("pump-1", "1 200");
        send("pump-2", "2 200");
        limit = 1_000;
        assertThat(road.replayer.replay(Selection.of(2)).accepted()).isEqualTo(1);
        assertThat(road.ward.register().list(9))
                .extracting(q -> q.payload().device())
                .containsExactly("pump-1");
    }

    @Test
    void nodeKilledBetweenKeepingAndRemoving_offersTheVerySameAgain_sothatTheStoreCanDropIt() throws Exception {
        start();
        send("pump-1", "1 200");
        limit = 1_000;
        chest.diesBeforeItsWord = true;
        CompletableFuture<Replay> replay = CompletableFuture.supplyAsync(this::replay);
        await().until(() -> chest.taken.size() == 1);
        // Killed: nobody hears anything any more.
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(replay.join().left()).isEqualTo(1);
        road.stop();
        chest.diesBeforeItsWord = false;
        start();
        assertThat(replay().accepted()).isEqualTo(1);
        assertThat(road.ward.register().size()).isZero();
        List<Observation> twice = List.copyOf(chest.taken);
        assertThat(twice).hasSize(2);
        assertThat(twice.get(1)).usingRecursiveComparison().isEqualTo(twice.get(0));
    }

    @Test
    void whileTheDoorIsShut_replayGivesUpAfterHalfAMinute_andSaysWhatIsLeftAndWhy() {
        start();
        send("pump-1", "1 200");
        send("pump-1", "2 200");
        limit = 1_000;
        road.fit(Fittings.NONE);
        CompletableFuture<Replay> replay = CompletableFuture.supplyAsync(this::replay);
        await().until(() -> road.counters().inFlight() == 2);
        assertThatThrownBy(this::replay).hasMessageContaining("another replay runs");
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        Replay outcome = replay.join();
        assertThat(outcome.left()).isEqualTo(2);
        assertThat(outcome.trouble()).contains("no contracts: payloads wait");
        fit();
        // They were on their way: they leave the quarantine all the same.
        await().until(() -> road.ward.register().size() == 0);
    }

    @Test
    void whatDevicesSendNowGoesFirst_replaysWaitWhileTheQueueIsHalfFull() {
        start();
        road.fit(Fittings.NONE);
        Appeal appeal = new Appeal() {
            @Override
            public long id() {
                return 1;
            }

            @Override
            public void refused(Rejection rejection) {}

            @Override
            public void done() {}
        };
        for (int i = 0; i < 32; i++) {
            assertThat(road.road.offer(Plant.payload("pump-1", "1 1"), appeal)).isTrue();
        }
        assertThat(road.road.offer(Plant.payload("pump-1", "1 1"), () -> {})).isTrue();
        assertThat(road.road.offer(Plant.payload("pump-1", "1 1"), appeal)).isFalse();
        assertThat(road.road.offer(Plant.payload("pump-1", "1 1"), () -> {})).isTrue();
    }

    @Test
    void replayOfMoreThanTheQueueHolds_endsWhileDevicesSend() {
        start();
        IntStream.range(0, 300).forEach(i -> send("pump-1", i + " 200"));
        limit = 1_000;
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Long> live = CompletableFuture.supplyAsync(() -> {
            long sent = 0;
            while (over.getCount() > 0) {
                sent += road.road.offer(Plant.payload("pump-2", sent + " 1"), () -> {}) ? 1 : 0;
            }
            return sent;
        });
        assertThat(replay().accepted()).isEqualTo(300);
        over.countDown();
        long sent = live.join();
        await().until(() -> road.counters().accepted() == 300 + sent);
        assertThat(sent).isPositive();
    }

    @Test
    void lateRowIsKept_butNoWindowAndNoModelTakesItForNews() {
        start();
        send("pump-1", "10 200");
        send("pump-1", "20 1");
        send("pump-1", "30 200");
        limit = 1_000;
        assertThat(replay().accepted()).isEqualTo(2);
        assertThat(chest.taken).extracting(Observation::time).containsExactly(20L, 10L, 30L);
        assertThat(gauge.taken).extracting(Observation::time).containsExactly(20L, 30L);
    }

    @Test
    void ofATooLargePayloadThereIsOnlyTheBeginning_itIsNotOffered() {
        start();
        assertThat(road.road.offer(Plant.payload("pump-1", new byte[100_000]), acknowledged::incrementAndGet))
                .isTrue();
        await().until(() -> acknowledged.get() == 1);
        Replay replay = replay();
        assertThat(replay.accepted()).isZero();
        assertThat(replay.refused()).singleElement().satisfies(group -> assertThat(group.reason())
                .isEqualTo(Reason.TOO_LARGE));
        assertThat(road.counters().received()).isEqualTo(1);
    }
}
