// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The books, one transaction an act: whole on the disk when it returns, or not at all. Thread-safe. */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Database database;
    private Connection connection;
    private boolean closed;
    private volatile String trouble = "";

    public Ledger(Path folder, Clock clock) {
        this(folder, clock, () -> 0);
    }

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    public Ledger(Path folder, Clock clock, IntSupplier maxPages) {
        database = new Database(folder, clock, maxPages);
    }

    /** What is done to the books. */
    @FunctionalInterface
    public interface Act<T> {
        T on(Books books) throws SQLException;
    }

    /**
     * Does it; what it asked to be done afterwards is done once it is on the disk.
     *
     * @throws UncheckedIOException where the disk refuses, with the next step: nothing was done then
     */
    public <T> T act(Act<T> act) {
        Done<T> done = transact(act);
        done.after().forEach(Ledger::quietly);
        return done.result();
    }

    private record Done<T>(T result, List<Runnable> after) {}

    private synchronized <T> Done<T> transact(Act<T> act) {
        try {
            if (closed) {
                throw new IOException("the node is stopping");
            }
            if (connection == null) {
                connection = database.connect();
            }
            Books books = new Books(connection);
            T result = act.on(books);
            connection.commit();
            trouble = "";
            return new Done<>(result, books.afterwards());
        } catch (SQLException | IOException e) {
            throw refused(e);
        } finally {
            // Whatever was thrown: nothing half stays behind. After a commit there is nothing to roll back.
            rollback();
        }
    }

    private UncheckedIOException refused(Exception e) {
        rollback();
        if (e instanceof SQLException sql && Database.isDamage(sql)) {
            replace();
        }
        trouble =
                "nothing is kept: " + e.getMessage() + ". Make room or repair " + database.file() + ", and do it again";
        return new UncheckedIOException(trouble, e instanceof IOException io ? io : new IOException(e));
    }

    private void rollback() {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void replace() {
        disconnect();
        try {
            database.setAside();
        } catch (IOException e) {
            LOG.warn("{} is damaged and cannot be moved: {}", database.file(), e.toString());
        }
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It is given up anyway.
        }
        connection = null;
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("Telling what happened failed: {}", e.toString());
        }
    }

    /** Why the last act was refused; empty since one was done. */
    public String trouble() {
        return trouble;
    }

    /** What became of a damaged file; empty where there was none. */
    public String notice() {
        return database.notice();
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
        database.close();
    }
}
