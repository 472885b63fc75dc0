// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The quarantine's file. Opened at the first need, so that a healthy node pays neither for SQLite nor for its native
 * library. One thread writes; any thread reads, each time on a connection of its own, beside the writer (WAL).
 */
final class Ledger implements AutoCloseable {

    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";

    private final Path file;
    private final IntSupplier maxPages;
    private Connection connection;
    private PreparedStatement insert;
    private PreparedStatement revise;
    private long nextId = 1;
    private long bytes;
    private volatile long rows = -1;
    private final LongSupplier nanos;
    private final long startedAt;
    private long ranBefore = -1;

    /** @param nanos the clock by which payloads age */
    Ledger(Path folder, LongSupplier nanos) {
        this(folder, nanos, () -> 0);
    }

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    Ledger(Path folder, LongSupplier nanos, IntSupplier maxPages) {
        file = folder.resolve("quarantine.db");
        this.maxPages = maxPages;
        this.nanos = nanos;
        startedAt = nanos.getAsLong();
    }

    boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** Runs errands on the open file; one commit for all of them, or nothing. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** The writer's thread. */
    <T> T commit(Work<T> work) throws SQLException, IOException {
        open();
        try {
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException e) {
            // The connection's state is in doubt after a failed commit; the next attempt begins with a new one.
            close();
            throw e;
        }
    }

    /** Gives it its id. Inside of a commit, as the next ones. */
    QuarantinedPayload append(QuarantinedPayload unnumbered) throws SQLException {
        QuarantinedPayload kept =
                new QuarantinedPayload(nextId, unnumbered.payload(), unnumbered.bytes(), unnumbered.rejection());
        Kept.write(insert, kept, ran());
        insert.executeUpdate();
        nextId++;
        bytes += Kept.size(kept);
        rows++;
        return kept;
    }

    /** The newer reason of one that is there. One that was discarded meanwhile stays so. */
    void revise(QuarantinedPayload known) throws SQLException {
        Kept.revise(revise, known);
        revise.executeUpdate();
    }

    /** Deletes, and returns how many. */
    long remove(Criteria criteria) throws SQLException {
        long gone;
        long freed;
        try (PreparedStatement sum =
                connection.prepareStatement("SELECT count(*), coalesce(sum(size),0) FROM payload" + criteria.where())) {
            criteria.bind(sum);
            try (ResultSet sums = sum.executeQuery()) {
                sums.next();
                gone = sums.getLong(1);
                freed = sums.getLong(2);
            }
        }
        if (gone > 0) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM payload" + criteria.where())) {
                criteria.bind(delete);
                delete.executeUpdate();
            }
            rows -= gone;
            bytes -= freed;
        }
        return gone;
    }

    /** Whether the payloads take more than so many bytes. */
    boolean isOver(long mostBytes) {
        return bytes > mostBytes;
    }

    /** Lets the oldest go until the rest is within so many bytes. Returns how many went. */
    long trim(long mostBytes) throws SQLException {
        if (!isOver(mostBytes)) {
            return 0;
        }
        long freed = 0;
        long upTo = -1;
        try (Statement statement = connection.createStatement();
                ResultSet oldest = statement.executeQuery("SELECT id, size FROM payload ORDER BY id")) {
            while (bytes - freed > mostBytes && oldest.next()) {
                upTo = oldest.getLong(1);
                freed += oldest.getLong(2);
            }
        }
        return remove(Criteria.of(Selection.ALL).and("id <= ?", upTo));
    }

    /** Lets go what was kept before the node has run for so long since. */
    long expire(long millis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT OR REPLACE INTO age VALUES(1, " + ran() + ")");
        }
        return remove(Criteria.of(Selection.ALL).and("ran < ?", ran() - millis));
    }

    /**
     * How long the node has run since it has this file, milliseconds. Payloads age by this and not by the wall clock: one
     * that jumps, or that was in 1970 until the network set it, must not empty the quarantine.
     */
    private long ran() {
        return ranBefore + (nanos.getAsLong() - startedAt) / 1_000_000;
    }

    private void open() throws SQLException, IOException {
        if (connection != null) {
            return;
        }
        Files.createDirectories(file.getParent());
        Connection opening = connect(false);
        try {
            try (Statement statement = opening.createStatement()) {
                statement.execute(Kept.TABLE);
                addAge(statement);
                if (maxPages.getAsInt() > 0) {
                    statement.execute("PRAGMA max_page_count=" + maxPages.getAsInt());
                }
                try (ResultSet sums = statement.executeQuery(
                        "SELECT count(*), coalesce(sum(size),0), (SELECT coalesce(max(seq),0) FROM sqlite_sequence) FROM payload")) {
                    sums.next();
                    rows = sums.getLong(1);
                    bytes = sums.getLong(2);
                    nextId = Math.max(nextId, sums.getLong(3) + 1);
                }
            }
            opening.setAutoCommit(false);
            insert = opening.prepareStatement(Kept.INSERT);
            revise = opening.prepareStatement(Kept.UPDATE);
        } catch (SQLException e) {
            opening.close();
            throw e;
        }
        connection = opening;
    }

    /** A file of the first release knew no age of its own: what is in there begins to age now. */
    private void addAge(Statement statement) throws SQLException {
        boolean known = false;
        try (ResultSet columns = statement.executeQuery("PRAGMA table_info(payload)")) {
            while (columns.next()) {
                known |= columns.getString("name").equals("ran");
            }
        }
        if (!known) {
            statement.execute("ALTER TABLE payload ADD COLUMN ran INTEGER NOT NULL DEFAULT 0");
        }
        statement.execute("CREATE TABLE IF NOT EXISTS age(one INTEGER PRIMARY KEY, ran INTEGER NOT NULL)");
        if (ranBefore < 0) {
            try (ResultSet last = statement.executeQuery(
                    "SELECT max(coalesce((SELECT max(ran) FROM age),0), coalesce((SELECT max(ran) FROM payload),0))")) {
                ranBefore = last.next() ? last.getLong(1) : 0;
            }
        }
    }

    private Connection connect(boolean readOnly) throws SQLException, IOException {
        nativeFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-512);
        config.setJournalSizeLimit(4 << 20);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only=1");
            }
        }
        return connection;
    }

    /** SQLite's library is unpacked below our own data: /tmp may be full, shared, or without the right to execute. */
    private synchronized void nativeFolder() throws IOException {
        if (System.getProperty(LIBRARY_FOLDER) != null) {
            return;
        }
        Path folder = Files.createDirectories(file.resolveSibling("native"));
        // What a killed node left behind.
        try (Stream<Path> left = Files.list(folder)) {
            for (Path path : left.toList()) {
                Files.deleteIfExists(path);
            }
        }
        System.setProperty(LIBRARY_FOLDER, folder.toString());
    }

    /** Reads one row of an answer. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Any thread. */
    <T> List<T> query(String select, Criteria criteria, String order, Row<T> row) throws SQLException, IOException {
        List<T> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        try (Connection reading = connect(true);
                PreparedStatement statement = reading.prepareStatement(select + criteria.where() + order)) {
            criteria.bind(statement);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    found.add(row.read(answer));
                }
            }
        }
        return found;
    }

    /** How many are kept. Any thread. */
    long rows() throws SQLException, IOException {
        long known = rows;
        if (known >= 0) {
            return known;
        }
        if (!Files.exists(file)) {
            return 0;
        }
        try (Connection reading = connect(true);
                Statement statement = reading.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM payload")) {
            return count.next() ? count.getLong(1) : 0;
        }
    }

    /** Puts a damaged file out of the way, and returns where it is now. The writer's thread. */
    Path setAside(long millis) throws IOException {
        close();
        Path aside = file.resolveSibling("quarantine.db.damaged-" + millis);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path part = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(part)) {
                Files.move(
                        part, file.resolveSibling(aside.getFileName() + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // Ids stay unique on the node although the file that knew the last one is gone.
        nextId = Math.max(nextId, millis);
        return aside;
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        rows = -1;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                // Nothing is lost: what was committed is in the file, and what was not is still with us.
            }
        }
    }
}
