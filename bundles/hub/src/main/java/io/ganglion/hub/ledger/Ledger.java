// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Transactions, one at a time, on one connection that is made again where it broke. Thread-safe. Who comes while the
 * database is away gets a {@link LedgerException} at once, or after the time that connecting takes.
 */
public final class Ledger implements AutoCloseable {

    private static final int TRIES = 20;

    private final Database database;
    private final Schema schema;
    private Connection connection;
    private volatile String trouble = "";

    public Ledger(Database database) {
        this(database, new Schema());
    }

    Ledger(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** What is done in one transaction; may be done anew where it lost against another one. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Somebody else changed the same thing meanwhile: the work is done anew. */
    static final class Contended extends SQLException {
        private static final long serialVersionUID = 1L;

        Contended(String message) {
            super(message, "40001");
        }
    }

    /** Does it wholly or not at all; durable when it returns. */
    public synchronized <T> T transact(Work<T> work) {
        boolean fresh = connection == null;
        for (int tries = 0; ; tries++) {
            boolean committing = false;
            try {
                T result = work.run(connection());
                committing = true;
                connection.commit();
                trouble = "";
                return result;
            } catch (SQLException | IOException | LinkageError e) {
                boolean lost = e instanceof SQLException sql && (sql instanceof Contended || database.isLost(sql));
                boolean stale = !fresh && !committing && e instanceof SQLException sql && database.isAway(sql);
                undo(!lost);
                fresh |= stale;
                if (!stale && (!lost || tries >= TRIES)) {
                    throw failed(e, committing);
                }
            } catch (RuntimeException e) {
                undo(false);
                throw e;
            }
        }
    }

    private LedgerException failed(Throwable e, boolean committing) {
        trouble = database.diagnose(e);
        return new LedgerException(
                committing ? trouble + ". Whether the change was kept is not known: ask again" : trouble, e);
    }

    private Connection connection() throws SQLException, IOException {
        if (connection == null) {
            Connection made = database.connect();
            try {
                schema.migrate(made, database);
                made.setTransactionIsolation(database.isolation());
            } catch (SQLException | RuntimeException e) {
                made.close();
                throw e;
            }
            connection = made;
        }
        return connection;
    }

    /** @param wholly whether the connection is not trusted any more */
    private void undo(boolean wholly) {
        if (connection == null) {
            return;
        }
        boolean broken = wholly;
        try {
            connection.rollback();
        } catch (SQLException e) {
            broken = true;
        }
        if (broken) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is gone.
            }
            connection = null;
        }
    }

    /** Why the last transaction failed, with the next step; empty where it did not. */
    public String trouble() {
        return trouble.isEmpty() ? database.notice() : trouble;
    }

    /** Whether other hubs use the same tables. */
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public synchronized void close() {
        undo(true);
        database.close();
    }
}
