// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches, books and trains. Two threads: {@code ganglion-learning} looks every few seconds, {@code
 * ganglion-learning-training} waits beside the trainer's process.
 */
final class School implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(School.class);
    private static final long LOOK_S = 5;

    private final Policies policies;
    private final Surroundings node;
    private final Workshop workshop;
    private final FiringLog log;
    private final Desk desk;
    private final Watch watch;
    private final InstantSource clock;
    private final ScheduledExecutorService lookout =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "ganglion-learning"));
    private final ExecutorService training =
            Executors.newSingleThreadExecutor(work -> daemon(work, "ganglion-learning-training"));
    private volatile boolean closed;

    School(
            Policies policies,
            Surroundings node,
            Workshop.Trainers trainers,
            Path folder,
            InstantSource clock,
            ZoneId zone)
            throws IOException {
        this.policies = policies;
        this.node = node;
        this.clock = clock;
        this.log = new FiringLog(folder.resolve("firings.log"));
        this.desk = new Desk(log, clock);
        this.workshop = new Workshop(node, trainers, folder, clock);
        this.watch = new Watch(node, zone, since(folder.resolve("since"), clock.instant()));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A schedule must not begin anew with every restart. */
    private static Instant since(Path file, Instant now) throws IOException {
        if (Files.exists(file)) {
            try {
                return Instant.parse(Files.readString(file).strip());
            } catch (DateTimeException e) {
                LOG.warn("{} holds no time; schedules count from now", file);
            }
        }
        Path draft = file.resolveSibling("since.tmp");
        Files.write(draft, now.toString().getBytes(UTF_8));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return now;
    }

    /** Goes on with what waited when the node stopped. */
    void start() {
        training.execute(this::trainAll);
        lookout.scheduleWithFixedDelay(this::lookQuietly, LOOK_S, LOOK_S, TimeUnit.SECONDS);
    }

    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("Triggers could not be looked at, and will be again in {} s: {}", LOOK_S, e.toString());
        }
    }

    /** Looks for causes, once. */
    void look() {
        Map<String, String> contracts = new TreeMap<>();
        models().forEach(model -> contracts.put(model.id().name(), model.contract()));
        contracts.forEach((model, contract) -> {
            if (policies.covers(model)) {
                Policy policy = policies.of(model);
                Optional<Watch.Cause> cause =
                        watch.look(model, contract, policy.triggers(), desk.past(model), clock.instant());
                cause.ifPresent(ripe -> booked(desk.byPolicy(model, ripe, policy.budget())));
            }
        });
    }

    private List<ModelStatus> models() {
        return node.find(Models.class).map(Models::list).orElse(List.of());
    }

    Firing request(String model, String by, String reason) {
        List<String> names =
                models().stream().map(known -> known.id().name()).distinct().toList();
        if (!names.contains(model)) {
            throw new IllegalArgumentException("no model is called " + model
                    + (names.isEmpty() ? "; none is installed" : "; there are: " + String.join(", ", names)));
        }
        return booked(desk.byOperator(model, by, reason, policies.of(model).budget()));
    }

    private Firing booked(Firing firing) {
        LOG.info(
                "Retraining {} of {} by {} ({}): {}",
                firing.number(),
                firing.model(),
                firing.trigger(),
                firing.by(),
                firing.explanation());
        if (!closed) {
            training.execute(this::trainAll);
        }
        return firing;
    }

    private void trainAll() {
        try {
            for (Optional<Firing> next = next(); next.isPresent(); next = next()) {
                Firing firing = next.get();
                Workshop.Result result = workshop.make(firing, policies.of(firing.model()), policies.keptTrainings());
                Firing ended = desk.end(firing, result);
                LOG.info(
                        "Retraining {} of {}: {}: {}",
                        ended.number(),
                        ended.model(),
                        ended.outcome(),
                        ended.explanation());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A retraining could not be booked; its firing stays open", e);
        }
    }

    private Optional<Firing> next() {
        return closed ? Optional.empty() : desk.begin();
    }

    List<Firing> firings(int limit) {
        return desk.firings(limit);
    }

    /** The trainer that runs now. */
    Optional<Long> trainer() {
        return workshop.pid();
    }

    @Override
    public void close() {
        closed = true;
        lookout.shutdownNow();
        workshop.stop();
        training.shutdown();
        try {
            if (!training.awaitTermination(10, TimeUnit.SECONDS)) {
                training.shutdownNow();
            }
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The firings' log could not be closed: {}", e.toString());
        }
    }
}
