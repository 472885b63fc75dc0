// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static io.ganglion.inference.rollout.Plant.id;
import static io.ganglion.inference.rollout.Plant.plan;
import static io.ganglion.inference.rollout.Plant.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Mode;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.scoring.ScoringOperator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows flow on two partitions while plans, bundles and tags change all the time. */
class ReroutingStressTest {
    private static final int ROWS = 60_000;
    private static final int DEVICES = 40;
    private static final int LEAST_CHANGES = 100;

    @TempDir
    Path folder;

    @Test
    void noRowIsLost_norEmittedTwice_andEachDeviceKeepsItsOrder() throws Exception {
        ExecutorService partitions = Executors.newFixedThreadPool(2);
        try (Plant plant = new Plant(folder)) {
            plant.bring("1.0.0", spec(100));
            plant.bring("1.1.0", spec(100));
            plant.bring("1.2.0", spec(100));
            plant.desk.route(plan("1.0.0"), "ada", "");
            var stop = new java.util.concurrent.atomic.AtomicBoolean();
            List<Future<List<Insight>>> flows = new ArrayList<>();
            for (int partition = 0; partition < 2; partition++) {
                flows.add(partitions.submit(flow(plant, partition, stop)));
            }
            int changes = 0;
            Random random = new Random(5);
            while (changes < LEAST_CHANGES) {
                change(plant, random);
                changes++;
            }
            stop.set(true);
            Set<String> models = new HashSet<>();
            long rows = 0;
            for (Future<List<Insight>> flow : flows) {
                rows += check(flow.get(), models);
            }
            System.out.println(rows + " rows under " + changes + " changes, answered by " + models);
            assertThat(models).containsExactlyInAnyOrder("1.0.0", "1.1.0", "1.2.0");
            long scored = plant.board.statuses().stream()
                    .mapToLong(status -> status.scored())
                    .sum();
            assertThat(scored).as("each row was answered once").isEqualTo(rows);
        } finally {
            partitions.shutdownNow();
        }
    }

    private static void change(Plant plant, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> plant.desk.tags(Tags.of(Map.of("some", "p?-" + random.nextInt(10) + "*")));
            case 1 -> plant.bring(102, "1.2.0", spec(100), new io.ganglion.inference.scoring.Majors(1, 1));
            case 2 -> plant.check();
            default -> plant.desk.route(randomPlan(random), "ada", "");
        }
    }

    private static RoutePlan randomPlan(Random random) {
        List<String> versions = new ArrayList<>(List.of("1.0.0", "1.1.0", "1.2.0"));
        java.util.Collections.shuffle(versions, random);
        List<Trial> trials = new ArrayList<>();
        for (String version : versions.subList(1, 1 + random.nextInt(3))) {
            trials.add(
                    switch (random.nextInt(3)) {
                        case 0 -> Trial.shadow(id(version));
                        case 1 -> new Trial(id(version), Mode.CHALLENGER, 0, "some");
                        default -> Trial.challenger(id(version), random.nextInt(5) / 10.0);
                    });
        }
        return plan(versions.get(0), trials.toArray(Trial[]::new));
    }

    /** Batches of random size until told to stop, at least so many rows. */
    private Callable<List<Insight>> flow(Plant plant, int partition, java.util.concurrent.atomic.AtomicBoolean stop) {
        return () -> {
            Random random = new Random(partition);
            List<Insight> out = new ArrayList<>();
            long[] counts = new long[DEVICES];
            try (ScoringOperator operator = new ScoringOperator(plant.board::routes, 1_000, System::nanoTime)) {
                for (int row = 0; row < ROWS || !stop.get(); row++) {
                    int device = random.nextInt(DEVICES);
                    operator.take(new One(observation(plant, "p" + partition + "-" + device, counts[device]++)));
                    if (random.nextInt(20) == 0) {
                        operator.flush(out::add);
                        if (row >= ROWS) {
                            Thread.yield();
                        }
                    }
                }
                operator.flush(out::add);
            }
            long taken = java.util.Arrays.stream(counts).sum();
            assertThat((long) out.size()).as("no row is lost").isEqualTo(taken);
            return out;
        };
    }

    private static long check(List<Insight> insights, Set<String> models) {
        Map<String, Long> next = new HashMap<>();
        for (Insight insight : insights) {
            String device = insight.observation().device();
            assertThat(insight.observation().time()).as(device).isEqualTo(next.merge(device, 1L, Long::sum) - 1);
            models.add(insight.model().version().toString());
        }
        return insights.size();
    }

    private static Observation observation(Plant plant, String device, long number) {
        double[] values = new double[8];
        java.util.Arrays.fill(values, 10 + number % 3);
        return new Observation(plant.contract, device, device, number, number, values, 255, List.of());
    }

    private record One(Observation newest) implements io.ganglion.api.series.Window {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Observation get(int age) {
            return newest;
        }
    }
}
