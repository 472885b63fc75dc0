// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Node;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.FlowCounters;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Insight;
import io.ganglion.pipeline.lane.Allowance;
import io.ganglion.pipeline.lane.Fittings;
import io.ganglion.pipeline.lane.Room;
import io.ganglion.pipeline.quarantine.Bounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeeperTest {

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Plant.Gauge gauge = new Plant.Gauge(1);
    private FastRoad road;

    private FastRoad start(int partitions, String... required) {
        Settings settings = new Settings(
                partitions,
                new Room(256, 1 << 20, 32, 64 << 10, 1000, 1024),
                Set.of(required),
                Allowance.UNLIMITED,
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new Bounds(1 << 20, Duration.ofDays(30)),
                Duration.ofSeconds(5));
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

    private void fit(List<Outlet> outlets, Keeper... keepers) {
        List<Stage> stages = List.of(gauge);
        road.fit(new Fittings(Optional.of(Plant.contracts(KeeperTest::decode)), stages, outlets, List.of(keepers)));
    }

    /** One number, or several with commas between. */
    private static Verdict decode(Payload payload) {
        String text = new String(payload.body(), StandardCharsets.UTF_8);
        if (!text.contains(",")) {
            return Plant.decode(payload);
        }
        List<Observation> rows = new ArrayList<>();
        for (String part : text.split(",")) {
            rows.add((Observation) Plant.decode(Plant.payload(payload.device(), part)));
        }
        return new Observations(rows);
    }

    private void send(String device, String body) {
        Payload payload = Plant.payload(device, body);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> road.road.offer(payload, acknowledged::incrementAndGet));
    }

    private static List<Double> levels(List<Observation> observations) {
        return observations.stream().map(o -> o.values()[0]).toList();
    }

    /** Keeps when it is told to. */
    private static class Chest implements Keeper {
        final Queue<Runnable> unkept = new ConcurrentLinkedQueue<>();
        final List<Observation> observations = new ArrayList<>();
        final List<Double> insights = new ArrayList<>();
        final List<Integer> batches = new ArrayList<>();
        volatile boolean refuses;
        volatile boolean prompt;
        private final String name;

        Chest(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public synchronized boolean keep(List<Observation> rows, List<Insight> due, Runnable kept) {
            if (refuses) {
                return false;
            }
            observations.addAll(rows);
            batches.add(rows.size());
            due.forEach(insight -> insights.add(insight.score()));
            if (prompt) {
                kept.run();
            } else {
                unkept.add(kept);
            }
            return true;
        }

        void keepAll() {
            Runnable kept;
            while ((kept = unkept.poll()) != null) {
                kept.run();
            }
        }

        synchronized List<Observation> of(String device) {
            return observations.stream().filter(o -> o.device().equals(device)).toList();
        }

        synchronized int rows() {
            return observations.size();
        }

        @Override
        public String trouble() {
            return refuses ? name + " has no room" : "";
        }
    }

    @Test
    void senderIsAnswered_whenEveryKeeperHasKept_notBefore() {
        start(1);
        Chest slow = new Chest("slow");
        Chest fast = new Chest("fast");
        fast.prompt = true;
        fit(List.of(), slow, fast);
        send("pump-1", "1");
        await().until(() -> slow.rows() == 1 && fast.rows() == 1);
        assertThat(acknowledged).hasValue(0);
        assertThat(road.counters()).isEqualTo(new FlowCounters(1, 0, 0, 1, 0, 1, 0, 0, 0));
        slow.keepAll();
        await().until(() -> acknowledged.get() == 1);
        assertThat(road.counters()).isEqualTo(new FlowCounters(1, 1, 0, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void partitionDoesNotWaitForTheDisk_andAnswersInOrder_howeverLateTheFirstIsKept() {
        start(1);
        Chest chest = new Chest("chest");
        fit(List.of(), chest);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String body = Integer.toString(i);
            road.road.offer(Plant.payload("pump-1", body), () -> {
                answers.add(body);
                acknowledged.incrementAndGet();
            });
            int rows = i + 1;
            await().until(() -> chest.rows() == rows);
        }
        List<Runnable> kept = new ArrayList<>(chest.unkept);
        kept.get(2).run();
        kept.get(1).run();
        assertThat(acknowledged).hasValue(0);
        kept.get(0).run();
        await().until(() -> acknowledged.get() == 3);
        assertThat(answers).containsExactly("0", "1", "2");
    }

    @Test
    void keeperThatRefusesIsOfferedTheSameBatchAgain_andNobodyElseIs_andNothingIsScoredTwice() {
        start(1);
        Chest full = new Chest("full");
        Chest sound = new Chest("sound");
        sound.prompt = true;
        full.prompt = true;
        full.refuses = true;
        fit(List.of(), full, sound);
        send("pump-1", "0");
        await().until(() -> sound.rows() == 1);
        int taken = 1;
        while (road.road.offer(Plant.payload("pump-1", Integer.toString(taken)), acknowledged::incrementAndGet)) {
            taken++;
        }
        assertThat(taken).isEqualTo(256);
        assertThat(road.counters().inFlight()).isEqualTo(256);
        assertThat(sound.rows()).isEqualTo(1);
        assertThat(road.trouble()).contains("full has no room");
        full.refuses = false;
        await().until(() -> acknowledged.get() == 256);
        assertThat(levels(full.observations))
                .isEqualTo(levels(sound.observations))
                .hasSize(256)
                .isSorted();
        assertThat(gauge.taken).hasSize(256);
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void keeperThatThrowsHasNotKept() {
        start(1);
        Chest chest = new Chest("chest") {
            private boolean thrown;

            @Override
            public synchronized boolean keep(List<Observation> rows, List<Insight> due, Runnable kept) {
                if (!thrown) {
                    thrown = true;
                    throw new NoClassDefFoundError("gone with its bundle");
                }
                return super.keep(rows, due, kept);
            }
        };
        chest.prompt = true;
        fit(List.of(), chest);
        send("pump-1", "1");
        await().until(() -> acknowledged.get() == 1);
        assertThat(chest.rows()).isEqualTo(1);
        assertThat(road.trouble()).contains("keeper chest failed 1 times").contains("gone with its bundle");
    }

    @Test
    void whatAKeeperThatWentHadNotKept_isOfferedToTheNextOfItsName_inOrder_beforeAnythingElse() {
        start(1);
        Chest first = new Chest("chest");
        fit(List.of(), first);
        for (int i = 0; i < 3; i++) {
            send("pump-1", Integer.toString(i));
            int rows = i + 1;
            await().until(() -> first.rows() == rows);
        }
        first.unkept.poll().run();
        await().until(() -> acknowledged.get() == 1);
        fit(List.of());
        send("pump-1", "3");
        assertThat(road.trouble()).contains("keeper chest is not there");
        assertThat(road.counters().inFlight()).isEqualTo(3);
        Chest other = new Chest("other");
        Chest next = new Chest("chest");
        other.prompt = true;
        next.prompt = true;
        fit(List.of(), other, next);
        await().until(() -> acknowledged.get() == 4);
        assertThat(levels(next.observations)).containsExactly(1.0, 2.0, 3.0);
        assertThat(levels(other.observations)).containsExactly(3.0);
        assertThat(gauge.taken).hasSize(4);
        assertThat(road.trouble()).isEmpty();
    }

    @Test
    void lateWordOfAKeeperThatWent_counts_andTheNodeGoesOnWithoutIt() {
        start(1);
        Chest chest = new Chest("chest");
        fit(List.of(), chest);
        send("pump-1", "0");
        await().until(() -> chest.rows() == 1);
        fit(List.of());
        chest.keepAll();
        await().until(() -> acknowledged.get() == 1);
        assertThat(road.trouble()).isEmpty();
        send("pump-1", "1");
        await().until(() -> acknowledged.get() == 2);
    }

    @Test
    void whileANamedKeeperIsAbsent_payloadsWait_andTheNodeSaysForWhom() {
        start(1, "store");
        fit(List.of());
        send("pump-1", "0");
        assertThat(road.trouble()).contains("keeper store is not there").contains("Start the bundle");
        Chest other = new Chest("other");
        other.prompt = true;
        fit(List.of(), other);
        assertThat(gauge.taken).isEmpty();
        Chest store = new Chest("store");
        store.prompt = true;
        fit(List.of(), other, store);
        await().until(() -> acknowledged.get() == 1);
        fit(List.of(), other);
        send("pump-1", "1");
        assertThat(road.counters().inFlight()).isEqualTo(1);
        fit(List.of(), other, store);
        await().until(() -> acknowledged.get() == 2);
        assertThat(levels(store.observations)).containsExactly(0.0, 1.0);
    }

    @Test
    void keeperGetsTheInsightsThatAreDue_withAndWithoutAnOutlet() {
        start(1);
        Chest chest = new Chest("chest");
        chest.prompt = true;
        fit(List.of(), chest);
        List.of("1", "2", "200", "201", "3").forEach(body -> send("pump-1", body));
        await().until(() -> acknowledged.get() == 5);
        assertThat(chest.insights).containsExactly(1.0, 200.0, 3.0);
        Plant.Board board = new Plant.Board();
        fit(List.of(board), chest);
        send("pump-1", "4");
        await().until(() -> acknowledged.get() == 6);
        assertThat(chest.insights).hasSize(3);
        // It was due while nobody listened, so that who comes hears at once what is thought.
        assertThat(board.on("ganglion/plant1/insight/"))
                .singleElement()
                .asString()
                .contains("\"score\":4.0");
        send("pump-1", "300");
        await().until(() -> acknowledged.get() == 7);
        board.refuses = true;
        send("pump-1", "5");
        await().until(() -> acknowledged.get() == 8);
        assertThat(chest.insights).endsWith(300.0, 5.0);
    }

    @Test
    void insightIsPublishedAtOnce_notWhenItIsKept() {
        start(1);
        Chest chest = new Chest("chest");
        Plant.Board board = new Plant.Board();
        fit(List.of(board), chest);
        send("pump-1", "1");
        await().until(() -> board.messages.size() == 1);
        assertThat(acknowledged).hasValue(0);
        chest.keepAll();
        await().until(() -> acknowledged.get() == 1);
    }

    @Test
    void everyRowOfAPayloadIsLookedAtInOrder_andThePayloadIsAnsweredOnce() {
        start(1);
        Chest chest = new Chest("chest");
        chest.prompt = true;
        fit(List.of(), chest);
        String many = IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        send("pump-1", many);
        send("pump-1", "1000,1001");
        send("pump-1", "1002");
        await().until(() -> acknowledged.get() == 3);
        List<Double> expected =
                IntStream.range(0, 1_003).mapToObj(i -> (double) i).toList();
        assertThat(levels(chest.observations)).isEqualTo(expected);
        assertThat(levels(List.copyOf(gauge.taken))).isEqualTo(expected);
        assertThat(chest.batches).contains(1_000);
        assertThat(road.counters()).isEqualTo(new FlowCounters(3, 3, 0, 0, 0, 1_003, 0, 1_003, 0));
        assertThat(road.road.list().get(0).accepted()).isEqualTo(3);
    }

    @Test
    void batchOfLongPayloadsIsHandedOverInParts_soThatNoKeeperGetsAllAtOnce() {
        start(1);
        fit(List.of());
        Chest chest = new Chest("chest");
        String forty = IntStream.range(0, 40).mapToObj(Integer::toString).collect(Collectors.joining(","));
        // They queue while nobody decodes, and are taken as one batch.
        road.fit(new Fittings(Optional.empty(), List.of(), List.of(), List.of()));
        for (int i = 0; i < 30; i++) {
            send("pump-1", forty);
        }
        fit(List.of(), chest);
        // A partition's room is 256 rows: it stops there until something is kept.
        await().until(() -> chest.rows() == 7 * 40);
        assertThat(chest.batches).containsOnly(40);
        chest.prompt = true;
        chest.keepAll();
        await().until(() -> acknowledged.get() == 30);
        assertThat(chest.rows()).isEqualTo(30 * 40);
    }

    /** A keeper that refuses, is slow, forgets what it had not kept, goes and comes back, all at random. */
    private static final class Moody implements Keeper {
        private final Random random;
        final Map<String, List<Double>> durable = new ConcurrentHashMap<>();
        final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();

        Moody(long seed) {
            random = new Random(seed);
        }

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public synchronized boolean keep(List<Observation> rows, List<Insight> due, Runnable kept) {
            int mood = random.nextInt(10);
            if (mood < 3) {
                return false;
            }
            Runnable commit = () -> {
                rows.forEach(o -> durable.computeIfAbsent(o.device(), d -> new CopyOnWriteArrayList<>())
                        .add(o.values()[0]));
                kept.run();
            };
            if (mood < 6) {
                commitAll();
                commit.run();
            } else {
                pending.add(commit);
            }
            return true;
        }

        synchronized void commitAll() {
            Runnable commit;
            while ((commit = pending.poll()) != null) {
                commit.run();
            }
        }

        /** Power fails: what was not committed is gone. */
        synchronized void forget() {
            pending.clear();
        }

        @Override
        public String trouble() {
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverKeepersDo_whatIsAcknowledgedWasKeptByAll_inOrder_scoredOnce_andTheBooksBalance(long seed) {
        start(2, "moody");
        Random random = new Random(seed);
        Moody one = new Moody(seed);
        Chest two = new Chest("steady");
        two.prompt = true;
        fit(List.of(), one, two);
        int devices = 5;
        int each = 400;
        Queue<String> broken = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < each; i++) {
            for (int device = 0; device < devices; device++) {
                String name = "pump-" + device;
                double level = i;
                Payload payload = Plant.payload(name, Integer.toString(i));
                while (!road.road.offer(payload, () -> {
                    List<Double> kept = one.durable.getOrDefault(name, List.of());
                    if (!kept.contains(level)) {
                        broken.add(name + " " + level);
                    }
                    acknowledged.incrementAndGet();
                })) {
                    one.commitAll();
                }
            }
            int mood = random.nextInt(40);
            if (mood == 0) {
                fit(List.of(), two);
                one.forget();
                fit(List.of(), one, two);
            } else if (mood < 20) {
                one.commitAll();
            }
            assertThat(road.counters().inFlight()).isBetween(0L, 512L);
        }
        await().until(() -> {
            one.commitAll();
            return acknowledged.get() == devices * each;
        });
        assertThat(broken).isEmpty();
        List<Double> expected =
                IntStream.range(0, each).mapToObj(i -> (double) i).toList();
        for (int device = 0; device < devices; device++) {
            String name = "pump-" + device;
            // A keeper that lost its power drops what it is offered twice; here it may see it twice.
            assertThat(one.durable.get(name).stream().distinct().toList()).isEqualTo(expected);
            assertThat(levels(two.of(name))).isEqualTo(expected);
        }
        assertThat(gauge.taken).hasSize(devices * each);
        assertThat(road.counters().accepted()).isEqualTo(devices * each);
        assertThat(road.counters().inFlight()).isZero();
    }
}
