// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Labels;
import io.ganglion.api.learning.Drift;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.History;
import io.ganglion.learning.SmallModel;
import io.ganglion.store.HistoryStore;
import io.ganglion.store.write.Bounds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A node around a school: a real history, a real trainer, and what others would say. */
final class Plant implements AutoCloseable, Surroundings, Workshop.Trainers, Models, Labels, Drift {
    static final String START = "2026-03-01T00:00:00Z";
    static final Instant NOW = Instant.parse("2026-03-01T01:00:00Z");
    static final ModelId CHAMPION = ModelId.parse("pump-small@1.0.0");

    private static final Bounds BOUNDS =
            new Bounds(10_000, 8 << 20, 1_000_000, Duration.ofDays(30), 64 << 20, 32 << 20, 0, true);

    final Path folder;
    final HistoryStore store;
    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    final List<Label> labels = new ArrayList<>();
    final List<Signal> signals = new ArrayList<>();
    final List<Standing> standings = new ArrayList<>();
    final Map<Class<?>, Object> others = new HashMap<>();
    final Map<ModelId, Map<String, byte[]>> models = new HashMap<>();
    final Map<ModelId, ModelSpec> specs = new HashMap<>();
    String missing = "";

    Plant(Path folder) throws Exception {
        this.folder = folder;
        this.store = new HistoryStore(folder.resolve("store"), BOUNDS, now::get, System::nanoTime, () -> 0);
    }

    /** A champion that is trained in a moment; its successors learn for {@code epochs}. */
    Plant withModel(String name, int epochs) throws Exception {
        ModelId id = new ModelId(name, CHAMPION.version());
        models.put(id, SmallModel.files(name, epochs));
        specs.put(
                id,
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .readValue(models.get(id).get("model.json"), ModelSpec.class));
        return this;
    }

    void keep(List<Observation> rows) throws InterruptedException {
        for (int from = 0; from < rows.size(); from += 2_000) {
            CountDownLatch kept = new CountDownLatch(1);
            List<Observation> some = rows.subList(from, Math.min(rows.size(), from + 2_000));
            await().until(() -> store.keep(some, List.of(), kept::countDown));
            if (!kept.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not kept: " + store.trouble());
            }
        }
    }

    School school(Map<String, Object> settings) throws IOException {
        return new School(
                Policies.of(Settings.of(settings)), this, this, folder.resolve("learning"), now::get, ZoneOffset.UTC);
    }

    static Firing awaitEnd(School school, long number) {
        return await().atMost(Duration.ofMinutes(4)).until(() -> firing(school, number), firing -> {
            return firing.outcome() != Outcome.WAITING && firing.outcome() != Outcome.TRAINING;
        });
    }

    static Firing firing(School school, long number) {
        return school.firings(100).stream()
                .filter(firing -> firing.number() == number)
                .findFirst()
                .orElseThrow();
    }

    static long awaitTrainer(School school) {
        return await().atMost(Duration.ofMinutes(2))
                .until(school::trainer, Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        if (type == History.class) {
            return Optional.of(type.cast(store));
        }
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.ofNullable(type.cast(others.get(type)));
    }

    @Override
    public String missing() {
        return missing;
    }

    @Override
    public List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator, -1)).map(Path::of).toList();
    }

    @Override
    public Path nativeCode() {
        return Path.of(System.getProperty("org.bytedeco.javacpp.cachedir"));
    }

    @Override
    public Optional<InstalledModel> model(ModelId id) {
        return Optional.ofNullable(models.get(id))
                .map(files -> new InstalledModel(
                        id,
                        "io.ganglion.model." + id.name(),
                        "ganglion.engine;filter:=\"(layers=dense)\"",
                        Map.of("contract", "Pump"),
                        files));
    }

    @Override
    public List<ModelStatus> list() {
        return models.keySet().stream()
                .sorted()
                .map(id -> new ModelStatus(
                        id,
                        "Pump",
                        "a test",
                        ModelStatus.State.SERVING,
                        "compiled",
                        "",
                        0,
                        Optional.of(specs.get(id)),
                        ""))
                .toList();
    }

    @Override
    public List<Route> routes() {
        return models.keySet().stream()
                .map(id -> new Route("Pump", id, "compiled"))
                .toList();
    }

    @Override
    public void add(Label label) {
        labels.add(label);
    }

    @Override
    public List<Label> list(String contract, String device, Instant from, Instant to) {
        return labels.stream()
                .filter(label -> label.contract().equals(contract)
                        && (device.isEmpty() || label.device().equals(device)))
                .toList();
    }

    @Override
    public long recorded() {
        return labels.size();
    }

    @Override
    public List<Standing> standings() {
        return standings;
    }

    @Override
    public List<Signal> signals(int limit) {
        return signals.stream().limit(limit).toList();
    }

    @Override
    public void close() throws Exception {
        store.stop();
    }
}
