// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Tail.Subscription;
import io.ganglion.api.series.Window;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastRoadTest {

    private static final Settings SETTINGS = settings(1 << 20, false);

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Acknowledgement count = acknowledged::incrementAndGet;
    private final Plant.Board board = new Plant.Board();
    private FastRoad road;

    private static Settings settings(int bytes, boolean all) {
        return new Settings(
                2,
                new Room(1024, bytes, 256, 64 << 10, 1000, 1024),
                Set.of(),
                Allowance.UNLIMITED,
                all,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(5));
    }

    private FastRoad start(Settings settings) {
        Node node = new Node("edge-1", "plant1", data);
        road = new FastRoad(node, settings, "0.1.0", () -> Instant.ofEpochSecond(1_700_000_100), nanos::get);
        road.start();
        return road;
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (road != null) {
            road.stop();
        }
    }

    private void fit(Optional<Contracts> contracts, List<Stage> stages, List<Outlet> outlets) {
        road.fit(new Fittings(contracts, stages, outlets, List.of()));
    }

    private void send(String device, String body) {
        if (!road.road.offer(Plant.payload(device, body), count)) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> road.road.offer(Plant.payload(device, body), count));
        }
    }

    private void awaitAcknowledged(int expected) {
        await().until(acknowledged::get, got -> got == expected);
    }

    @Test
    void observationsOfADeviceAreScoredInTheOrderInWhichTheyWereOffered() {
        start(SETTINGS);
        Plant.Gauge gauge = new Plant.Gauge(3);
        fit(Optional.of(Plant.contracts()), List.of(gauge), List.of());
        for (int i = 0; i < 2000; i++) {
            send("pump-" + i % 7, Integer.toString(i));
        }
        awaitAcknowledged(2000);
        for (int device = 0; device < 7; device++) {
            String name = "pump-" + device;
            assertThat(gauge.taken.stream()
                            .filter(o -> o.device().equals(name))
                            .map(o -> o.values()[0])
                            .toList())
                    .isSorted()
                    .hasSizeBetween(285, 286);
        }
        assertThat(gauge.windows).contains(1, 2, 3).doesNotContain(4);
        FlowCounters end = road.counters();
        assertThat(end).isEqualTo(new FlowCounters(2000, 2000, 0, 0, end.pushedBack(), 2000, 0));
    }

    @Test
    void operatorsAreOpenedAndClosedByThePartitionsThreads() {
        start(SETTINGS);
        Plant.Gauge gauge = new Plant.Gauge(1);
        fit(Optional.of(Plant.contracts()), List.of(gauge), List.of());
        IntStream.range(0, 50).forEach(i -> send("pump-" + i, "1"));
        awaitAcknowledged(50);
        fit(Optional.of(Plant.contracts()), List.of(), List.of());
        assertThat(gauge.open).hasValue(0);
        assertThat(gauge.threads)
                .containsOnly("ganglion-partition-0", "ganglion-partition-1")
                .hasSize(4);
    }

    @Test
    void withoutContracts_payloadsWait_theDoorPushesBack_andNothingIsLost() {
        start(SETTINGS);
        AtomicInteger taken = new AtomicInteger();
        while (road.road.offer(Plant.payload("pump-1", "1"), count)) {
            taken.incrementAndGet();
        }
        assertThat(taken).hasValue(1024);
        assertThat(road.counters().inFlight()).isEqualTo(1024);
        assertThat(road.counters().pushedBack()).isEqualTo(1);
        assertThat(road.trouble()).contains("no contracts").contains("io.ganglion.contract");
        fit(Optional.of(Plant.contracts()), List.of(), List.of());
        awaitAcknowledged(1024);
        assertThat(road.counters().accepted()).isEqualTo(1024);
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void queueIsBoundedByBytesToo() {
        start(SETTINGS);
        AtomicInteger taken = new AtomicInteger();
        byte[] body = new byte[60 << 10];
        while (road.road.offer(Plant.payload("pump-1", body), count)) {
            taken.incrementAndGet();
        }
        assertThat(taken).hasValueBetween(16, 17);
    }

    @Test
    void contractsThatGo_areNotCalledAnyMore_andThoseThatComeGoOn() {
        start(SETTINGS);
        Plant.Gauge gauge = new Plant.Gauge(1);
        List<Object> late = new ArrayList<>();
        int sent = 0;
        for (int round = 0; round < 20; round++) {
            AtomicInteger gone = new AtomicInteger();
            Contracts contracts = Plant.contracts(payload -> {
                if (gone.get() > 0) {
                    late.add(payload);
                }
                return Plant.decode(payload);
            });
            fit(Optional.of(contracts), List.of(gauge), List.of());
            for (int i = 0; i < 100; i++) {
                send("pump-" + i % 5, Integer.toString(sent++));
            }
            fit(Optional.empty(), List.of(gauge), List.of());
            gone.set(1);
        }
        fit(Optional.of(Plant.contracts()), List.of(gauge), List.of());
        awaitAcknowledged(sent);
        assertThat(late).isEmpty();
        assertThat(gauge.taken).hasSize(sent).doesNotHaveDuplicates();
        assertThat(road.counters().scored()).isEqualTo(sent);
    }

    @Test
    void stagesAreExchangedBetweenBatches_withoutScoringTwiceOrNever() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of());
        int sent = 0;
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 100; i++) {
                send("pump-" + i % 5, "1");
                sent++;
            }
            fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of());
        }
        awaitAcknowledged(sent);
        assertThat(road.counters().scored()).isEqualTo(sent);
    }

    @Test
    void stageThatThrows_costsNeitherTheObservationNorTheOtherStage() {
        start(SETTINGS);
        Plant.Gauge sound = new Plant.Gauge(1);
        Plant.Gauge broken = new Plant.Gauge(1) {
            @Override
            protected void onTake(Window window) {
                throw new NoClassDefFoundError("gone with its bundle");
            }
        };
        fit(Optional.of(Plant.contracts()), List.of(broken, sound), List.of());
        IntStream.range(0, 100).forEach(i -> send("pump-1", "1"));
        awaitAcknowledged(100);
        assertThat(sound.taken).hasSize(100);
        assertThat(road.counters().accepted()).isEqualTo(100);
        assertThat(road.trouble()).contains("stage gauge").contains("100 times").contains("gone with its bundle");
    }

    @Test
    void whatAStageThinks_isNotedByThoseAfterIt_andByNoOther() {
        start(SETTINGS);
        Plant.Gauge first = new Plant.Gauge(1);
        Plant.Gauge second = new Plant.Gauge(1);
        fit(Optional.of(Plant.contracts()), List.of(first, second), List.of());
        IntStream.range(0, 100).forEach(i -> send("pump-1", "1"));
        awaitAcknowledged(100);
        assertThat(first.noted).isEmpty();
        assertThat(second.noted).extracting(Insight::observation).containsExactlyElementsOf(first.taken);
    }

    @Test
    void stageThatRunsOutOfMemoryInItsFlush_isOpenedAnewAfterARest() {
        start(SETTINGS);
        AtomicInteger flushes = new AtomicInteger();
        Plant.Gauge gauge = new Plant.Gauge(1) {
            @Override
            protected void onFlush() {
                if (flushes.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("a batch too much");
                }
            }
        };
        fit(Optional.of(Plant.contracts()), List.of(gauge), List.of());
        send("pump-1", "1");
        awaitAcknowledged(1);
        assertThat(gauge.open).hasValue(0);
        send("pump-1", "2");
        awaitAcknowledged(2);
        assertThat(gauge.open).hasValue(0);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        send("pump-1", "3");
        awaitAcknowledged(3);
        assertThat(gauge.open).hasValue(1);
        assertThat(road.counters().scored()).isEqualTo(1);
    }

    @Test
    void decoderThatThrows_sendsThePayloadToQuarantineAsInternal_andGoesOn() {
        start(SETTINGS);
        Contracts contracts = Plant.contracts(payload -> {
            if (payload.body()[0] == '6') {
                throw new StackOverflowError();
            }
            return Plant.decode(payload);
        });
        fit(Optional.of(contracts), List.of(), List.of());
        send("pump-1", "6");
        send("pump-1", "7");
        awaitAcknowledged(2);
        assertThat(road.ward.register().list(10)).singleElement().satisfies(q -> {
            assertThat(q.rejection().reason()).isEqualTo(Reason.INTERNAL);
            assertThat(q.rejection().message()).contains("StackOverflowError");
        });
        assertThat(road.counters().accepted()).isEqualTo(1);
    }

    @Test
    void payloadAboveTheLimit_isRefusedUnparsed_andItsBeginningKept() {
        start(SETTINGS);
        Contracts contracts = Plant.contracts(payload -> {
            throw new AssertionError("must not be parsed");
        });
        fit(Optional.of(contracts), List.of(), List.of());
        assertThat(road.road.offer(Plant.payload("pump-1", new byte[50 << 20]), count))
                .isTrue();
        awaitAcknowledged(1);
        assertThat(road.ward.register().list(1)).singleElement().satisfies(q -> {
            assertThat(q.rejection().reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(q.bytes()).isEqualTo(50 << 20);
            assertThat(q.payload().body()).hasSize(4096);
        });
    }

    @Test
    void floodOfBadPayloadsBeforeADeadDisk_stallsItsSender_notTheGoodDevices_andIsKeptInTheEnd() throws Exception {
        Path instead = Files.writeString(data.resolve("pipeline"), "a file where the quarantine's folder should be");
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of());
        send("good", "1");
        awaitAcknowledged(1);
        AtomicInteger bad = new AtomicInteger();
        await().until(() -> {
            while (road.road.offer(Plant.payload("rogue", "bad"), count)) {
                bad.incrementAndGet();
            }
            // Refused although the queue is empty: its detained payloads are in the way.
            FlowCounters counters = road.counters();
            return bad.get() > 512 && counters.inFlight() == bad.get();
        });
        IntStream.range(0, 5_000).forEach(i -> send("good", "1"));
        awaitAcknowledged(5_001);
        assertThat(bad.get()).isLessThanOrEqualTo(2 * 1024);
        assertThat(road.road.offer(Plant.payload("rogue", "bad"), count)).isFalse();
        assertThat(road.trouble()).contains("quarantine cannot be written").contains(instead.toString());
        Files.delete(instead);
        awaitAcknowledged(5_001 + bad.get());
        assertThat(road.ward.register().size()).isEqualTo(bad.get());
    }

    @Test
    void insightsArePublishedOnChangesAndOnceAPeriod() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of(board));
        List<String> bodies = List.of("1", "2", "200", "201", "3");
        bodies.forEach(body -> send("pump-1", body));
        awaitAcknowledged(5);
        assertThat(board.on("ganglion/plant1/insight/Gauge/pump-1"))
                .extracting(body -> body.replaceAll(".*\"score\":([0-9.]+).*", "$1"))
                .containsExactly("1.0", "200.0", "3.0");
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        send("pump-1", "4");
        awaitAcknowledged(6);
        assertThat(road.counters().published()).isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        send("pump-1", "5");
        awaitAcknowledged(7);
        assertThat(road.counters().published()).isEqualTo(4);
    }

    @Test
    void everyInsightIsPublished_whereTheSettingSaysAll() {
        start(settings(1 << 20, true));
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of(board));
        IntStream.range(0, 100).forEach(i -> send("pump-1", "1"));
        awaitAcknowledged(100);
        assertThat(board.on("ganglion/plant1/insight/")).hasSize(100);
        assertThat(road.counters().published()).isEqualTo(100);
    }

    @Test
    void changeThatTheOutletRefuses_isPublishedLater_theLatestOnly() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of(board));
        board.refuses = true;
        send("pump-1", "1");
        send("pump-1", "200");
        send("pump-1", "300");
        awaitAcknowledged(3);
        assertThat(road.counters().published()).isZero();
        board.refuses = false;
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        await().until(() -> road.counters().published() == 1);
        assertThat(board.on("ganglion/plant1/insight/"))
                .singleElement()
                .asString()
                .contains("\"score\":300.0");
    }

    @Test
    void devicesShowWhatWasHeard() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of());
        send("pump-2", "200");
        send("pump-1", "oops");
        awaitAcknowledged(2);
        assertThat(road.road.list()).extracting(Device::name).containsExactly("pump-1", "pump-2");
        assertThat(road.road.list().get(0).quarantined()).isEqualTo(1);
        Device scored = road.road.list().get(1);
        assertThat(scored.accepted()).isEqualTo(1);
        assertThat(scored.driver()).isEqualTo("test");
        assertThat(scored.insight())
                .hasValueSatisfying(i -> assertThat(i.score()).isEqualTo(200));
        assertThat(scored.lastSeen()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }

    @Test
    void tailRemembersAndFollows() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(), List.of());
        AtomicInteger seen = new AtomicInteger();
        try (Subscription tail = road.road.follow(o -> o.device().equals("pump-1"), o -> seen.incrementAndGet())) {
            for (int i = 0; i < 10; i++) {
                send("pump-1", Integer.toString(i));
                send("pump-2", "99");
            }
            awaitAcknowledged(20);
            assertThat(tail).isNotNull();
        }
        send("pump-1", "10");
        awaitAcknowledged(21);
        assertThat(seen).hasValue(10);
        assertThat(road.road.recent("pump-1", 3)).extracting(o -> o.values()[0]).containsExactly(8.0, 9.0, 10.0);
        assertThat(road.road.recent("pump-2", 99)).hasSize(10);
    }

    @Test
    void tailStillHasTheLastRowOfADeviceThatOthersHaveDrownedOut() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(), List.of());
        send("quiet", "7");
        IntStream.range(0, 9000).forEach(i -> send("loud-" + i % 9, "1"));
        awaitAcknowledged(9001);
        assertThat(road.road.recent("quiet", 5)).singleElement().satisfies(o -> assertThat(o.values()[0])
                .isEqualTo(7));
    }

    @Test
    void booksBalanceInEverySnapshot_whileSendersHammer() throws Exception {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of());
        CountDownLatch finished = new CountDownLatch(3);
        for (int sender = 0; sender < 3; sender++) {
            String device = "pump-" + sender;
            new Thread(() -> {
                        for (int i = 0; i < 30_000; i++) {
                            send(device, i % 50 == 0 ? "bad" : "1");
                        }
                        finished.countDown();
                    })
                    .start();
        }
        long received = 0;
        while (finished.getCount() > 0) {
            // The record itself refuses books that do not balance.
            FlowCounters counters = road.counters();
            assertThat(counters.inFlight()).isBetween(0L, 2L * 3 * 1024);
            assertThat(counters.received()).isGreaterThanOrEqualTo(received);
            received = counters.received();
        }
        awaitAcknowledged(90_000);
        FlowCounters end = road.counters();
        assertThat(end.accepted()).isEqualTo(88_200);
        assertThat(end.quarantined()).isEqualTo(1_800);
        assertThat(road.ward.register().size()).isEqualTo(1_800);
    }

    @Test
    void orderlyStop_worksOnWhatIsInFlight_thenRefuses_andSaysOffline() throws Exception {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(new Plant.Gauge(1)), List.of(board));
        for (int i = 0; i < 500; i++) {
            send("pump-" + i % 3, i % 10 == 0 ? "bad" : "1");
        }
        road.stop();
        assertThat(acknowledged).hasValue(500);
        assertThat(road.ward.register().size()).isEqualTo(50);
        assertThat(road.road.offer(Plant.payload("pump-1", "1"), count)).isFalse();
        assertThat(board.on("ganglion/plant1/status/edge-1")).last().asString().contains("\"state\":\"offline\"");
    }

    @Test
    void noticeOfEachQuarantinedPayloadIsPublished() {
        start(SETTINGS);
        fit(Optional.of(Plant.contracts()), List.of(), List.of(board));
        send("pump-1", "oops");
        await().until(() -> board.on("ganglion/plant1/quarantine/Gauge/pump-1").size() == 1);
        assertThat(board.on("ganglion/plant1/quarantine/Gauge/pump-1").get(0))
                .contains("\"reason\":\"NOT_JSON\"")
                .contains("\"path\":\"/level\"")
                .contains("\"contractVersion\":\"1.0.0\"")
                .contains("\"excerpt\":\"oops\"");
    }
}
