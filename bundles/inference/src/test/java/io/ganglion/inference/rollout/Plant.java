// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Network;
import io.ganglion.api.rollout.RoutePlan;
import io.ganglion.api.rollout.RoutePlan.Trial;
import io.ganglion.inference.Rows;
import io.ganglion.inference.commissioning.CommissioningBook;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.compiled.Fixtures;
import io.ganglion.inference.models.ModelBoard;
import io.ganglion.inference.models.ModelOffer;
import io.ganglion.inference.scoring.Majors;
import io.ganglion.inference.scoring.ScoringOperator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node's board and desk with real model archives, one partition, and a clock that a test turns. */
final class Plant implements AutoCloseable {
    static final String PUMP = "Pump";

    final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    final Hands clock = new Hands();
    final Contract contract = Rows.contract("1.0.0", Rows.names());
    final Rows rows = new Rows(3);
    final List<Insight> insights = new ArrayList<>();
    final Faulty engine = new Faulty();
    final RouteDesk desk;
    final ModelBoard board;
    final ScoringOperator operator;
    private long bundles = 100;

    Plant(Path folder) {
        this(folder, step -> {});
    }

    Plant(Path folder, Consumer<String> step) {
        desk = new RouteDesk(folder.resolve("routes"), clock, step);
        CommissioningBook book = new CommissioningBook(folder.resolve("records"), Runnable::run, 10);
        board = new ModelBoard(worker, book, 50, name -> false, desk);
        board.engines(List.of(engine));
        operator = new ScoringOperator(board::routes, 1_000, System::nanoTime);
    }

    /** A model that says normal up to this score, for devices that are around {@code mean}. */
    static ModelSpec spec(double threshold) {
        ModelSpec spec = Rows.spec(1, 1, 0);
        return new ModelSpec(
                spec.contract(), spec.inputs(), spec.window(), spec.smoothing(), threshold, spec.commissioning());
    }

    static ModelId id(String version) {
        return ModelId.parse("pump-anomaly@" + version);
    }

    /** Brings a bundle with this model, and waits until the board has seen it. */
    long bring(String version, ModelSpec spec) {
        return bring(bundles++, version, spec, new Majors(1, 1));
    }

    long bring(long bundle, String version, ModelSpec spec, Majors majors) {
        Map<String, byte[]> files = new HashMap<>();
        try {
            files.put("model/model.json", new ObjectMapper().writeValueAsBytes(spec));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
        files.put("model/network.zip", Fixtures.read("pump.zip"));
        files.put("model/probes.json", Fixtures.read("pump.json"));
        board.offer(new ModelOffer(
                bundle,
                id(version),
                spec.contract(),
                majors,
                "b [" + bundle + "]",
                Set.of("dense"),
                (path, limit) -> files.get(path)));
        settled();
        return bundle;
    }

    /** Waits until the board has done all that it was told. */
    void settled() {
        board.inTurn(() -> true);
    }

    void policy(Policy policy) {
        desk.policy(policy);
        settled();
    }

    void check(Labels... labels) {
        board.inTurn(() -> {
            desk.check(labels.length == 0 ? Optional.empty() : Optional.of(labels[0]));
            return true;
        });
    }

    /** So many rows of each of these devices, in batches. */
    void flow(int count, double mean, String... devices) {
        for (int i = 0; i < count; i++) {
            for (String device : devices) {
                operator.take(rows.next(contract, device, rows.near(mean, 8)));
            }
            if (i % 10 == 9) {
                operator.flush(insights::add);
            }
        }
        operator.flush(insights::add);
    }

    /** The version that answers for pumps of the first major; empty where none does. */
    String champion() {
        return board.routeList().stream()
                .filter(route -> route.contract().equals(PUMP) && route.majors().equals("1"))
                .map(route -> route.champion().version().toString())
                .findFirst()
                .orElse("");
    }

    void awaitChampion(String version) {
        await().until(() -> champion().equals(version));
    }

    static RoutePlan plan(String champion, Trial... trials) {
        return new RoutePlan(PUMP, champion.isEmpty() ? Optional.empty() : Optional.of(id(champion)), List.of(trials));
    }

    List<ModelStatus> statuses() {
        return board.statuses();
    }

    @Override
    public void close() throws InterruptedException {
        operator.close();
        worker.shutdownNow();
        worker.awaitTermination(10, TimeUnit.SECONDS);
        board.close();
    }

    /** A clock that a test turns. */
    static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-03-03T10:00:00Z");

        void turn(Duration on) {
            now = now.plus(on);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** The compiled engine; the networks that it loads after {@link #breaksNext} fail once they are told to. */
    static final class Faulty implements Engine {
        private final Engine engine = new CompiledEngine();
        volatile boolean breaksNext;
        volatile boolean fails;

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public Set<String> layers() {
            return engine.layers();
        }

        @Override
        public Network load(byte[] zip) throws ModelException {
            Network network = engine.load(zip);
            boolean brittle = breaksNext;
            return new Network() {
                @Override
                public int inputs() {
                    return network.inputs();
                }

                @Override
                public int outputs() {
                    return network.outputs();
                }

                @Override
                public Runner newRunner() {
                    Runner runner = network.newRunner();
                    return (in, count, out) -> {
                        if (brittle && fails) {
                            throw new IllegalStateException("broken on purpose");
                        }
                        runner.run(in, count, out);
                    };
                }

                @Override
                public void close() {
                    network.close();
                }
            };
        }
    }
}
