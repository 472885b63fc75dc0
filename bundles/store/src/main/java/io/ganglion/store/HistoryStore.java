// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Node;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.InsightHistory;
import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.Store;
import io.ganglion.store.chunk.Row;
import io.ganglion.store.write.Bounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The store as services. */
@Component(
        service = {Keeper.class, History.class, InsightHistory.class, Journal.class, Store.class},
        configurationPid = StoreConfig.PID,
        immediate = true)
@Designate(ocd = StoreConfig.class)
public final class HistoryStore implements Keeper, History, InsightHistory, Journal, Store {

    private final Engine engine;

    @Activate
    public HistoryStore(@Reference Node node, StoreConfig config) throws IOException {
        this(node.data().resolve("store"), bounds(config), InstantSource.system(), System::nanoTime, () -> 0);
    }

    /**
     * Without OSGi, for tests and measurements.
     *
     * @param clock wall clock
     * @param nanos the clock of periods
     * @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none
     */
    public HistoryStore(Path folder, Bounds bounds, InstantSource clock, LongSupplier nanos, IntSupplier maxPages)
            throws IOException {
        engine = new Engine(folder, bounds, clock, nanos, maxPages);
    }

    /** Keeps what waits, and ends. */
    @Deactivate
    public void stop() throws InterruptedException {
        engine.close();
    }

    private static Bounds bounds(StoreConfig config) {
        return new Bounds(
                config.queue__rows(),
                (long) config.queue__mb() << 20,
                config.hot__rows(),
                Duration.ofDays(config.retention__days()),
                (long) config.max__mb() << 20,
                (long) config.backlog__mb() << 20,
                (long) config.min__free__mb() << 20,
                Duration.ofMillis(config.sync__interval__ms()),
                observationsFirst(config.backlog__drop()));
    }

    private static boolean observationsFirst(String drop) {
        return switch (drop.toLowerCase(Locale.ROOT)) {
            case "observations" -> true;
            case "oldest" -> false;
            default -> throw new IllegalArgumentException(
                    "backlog_drop must be observations or oldest: backlog_drop=" + drop);
        };
    }

    /** Seals, merges and lets go, now; else it happens when there is enough. */
    public void tidy() {
        engine.round();
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public boolean keep(List<Observation> observations, List<Insight> insights, Runnable kept) {
        return engine.scribe().keep(observations, insights, kept);
    }

    @Override
    public String trouble() {
        return engine.trouble();
    }

    @Override
    public List<Entity> entities() {
        return engine.ask(questions -> questions.entities());
    }

    @Override
    public Optional<Entity> find(String idOrDevice) {
        return engine.ask(questions -> questions.find(idOrDevice));
    }

    @Override
    public Optional<Rows> latest(String contract, String device) {
        return engine.ask(questions -> questions.latest(contract, device));
    }

    @Override
    public Rows query(SeriesQuery query) {
        return engine.ask(questions -> questions.query(query));
    }

    @Override
    public List<Judgement> judgements(String contract, String device, long from, long to, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        return engine.ask(questions -> questions.insights(contract, device, from, to, limit)).stream()
                .map(HistoryStore::judgement)
                .toList();
    }

    private static Judgement judgement(Row row) {
        return new Judgement(
                row.time(),
                Condition.values()[(int) row.values()[2]],
                row.values()[0],
                row.values()[1],
                ModelId.parse(row.texts().get(0)),
                row.replayed());
    }

    @Override
    public String epoch() {
        return engine.journal().epoch();
    }

    @Override
    public Reader open(String destination) {
        return engine.journal().open(destination);
    }

    @Override
    public void forget(String destination) {
        engine.journal().forget(destination);
    }

    @Override
    public Status status() {
        return engine.status();
    }
}
