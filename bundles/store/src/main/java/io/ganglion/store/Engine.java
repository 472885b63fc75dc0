// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import io.ganglion.api.series.Journal;
import io.ganglion.api.series.Store;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Diagnosis;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.read.Logbook;
import io.ganglion.store.read.Questions;
import io.ganglion.store.shelf.Shelf;
import io.ganglion.store.write.Bounds;
import io.ganglion.store.write.Caretaker;
import io.ganglion.store.write.Scribe;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The store, put together. No OSGi in it. Thread-safe. */
final class Engine implements AutoCloseable {

    private static final long DRAIN_MS = 5_000;

    private final Database database;
    private final Caretaker caretaker;
    private final Logbook logbook;

    /**
     * @param clock wall clock
     * @param nanos the clock of periods
     * @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none
     */
    Engine(Path folder, Bounds bounds, InstantSource clock, LongSupplier nanos, IntSupplier maxPages)
            throws IOException {
        database = new Database(folder, maxPages);
        caretaker = new Caretaker(database, bounds, clock, nanos);
        logbook = new Logbook(database, scribe());
        caretaker.start();
    }

    Scribe scribe() {
        return caretaker.scribe();
    }

    String trouble() {
        return caretaker.trouble();
    }

    Journal journal() {
        return logbook;
    }

    /** Seals, merges and lets go, now. */
    void round() {
        try {
            caretaker.round(true);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(Diagnosis.ofWriting(e, database.file()), e);
        }
    }

    /** What is asked of the history. */
    @FunctionalInterface
    interface Asking<T> {
        T ask(Questions questions) throws SQLException, IOException;
    }

    <T> T ask(Asking<T> asking) {
        try {
            return asking.ask(new Questions(scribe().shelf(), database));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(Diagnosis.ofReading(e, database.file()), e);
        }
    }

    Store.Status status() {
        Shelf shelf = scribe().shelf();
        long unsealed = shelf.hot().stream()
                .filter(view -> view.series().kind() == Journal.Kind.OBSERVATION)
                .mapToLong(view -> view.hot().size())
                .sum();
        String trouble = trouble();
        long sealed = 0;
        try {
            sealed = database.read(connection -> Schema.single(
                    connection,
                    "SELECT coalesce(sum(rows), 0) FROM chunk JOIN series ON series.id = chunk.series WHERE kind = 0"));
        } catch (SQLException | IOException e) {
            trouble = trouble.isEmpty() ? Diagnosis.ofReading(e, database.file()) : trouble;
        }
        return new Store.Status(sealed + unsealed, unsealed, shelf.duplicates(), database.size(), trouble, notice());
    }

    private String notice() {
        List<Path> damaged = database.damaged();
        return damaged.isEmpty()
                ? ""
                : "a damaged history was put aside: " + damaged.get(damaged.size() - 1)
                        + ". Repair it elsewhere (sqlite3 .recover) or delete it";
    }

    @Override
    public void close() throws InterruptedException {
        caretaker.stop(DRAIN_MS);
        database.close();
    }
}
