// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.model.Insight;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoodyKeeperTest extends KeptRoad {

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
