// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

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
    private long nextId = 1;
    private long bytes;
    private volatile long rows = -1;

    Ledger(Path folder) {
        this(folder, () -> 0);
    }

    /** @param maxPages the file's greatest size in pages, as a full disk would have it; 0 for none */
    Ledger(Path folder, IntSupplier maxPages) {
        file = folder.resolve("quarantine.db");
        this.maxPages = maxPages;
    }

    boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** Commits all or nothing, and gives them their ids. The writer's thread. */
    List<QuarantinedPayload> append(List<QuarantinedPayload> unnumbered) throws SQLException, IOException {
        open();
        List<QuarantinedPayload> numbered = new ArrayList<>(unnumbered.size());
        long added = 0;
        try {
            for (QuarantinedPayload q : unnumbered) {
                QuarantinedPayload kept =
                        new QuarantinedPayload(nextId + numbered.size(), q.payload(), q.bytes(), q.rejection());
                numbered.add(kept);
                added += Kept.size(kept);
                Kept.write(insert, kept);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            // The connection's state is in doubt after a failed commit; the next attempt begins with a new one.
            close();
            throw e;
        }
        nextId += numbered.size();
        bytes += added;
        rows += numbered.size();
        return numbered;
    }

    /** Lets the oldest go that are beyond the bounds. Returns how many went. The writer's thread. */
    long trim(long mostBytes, long receivedAfter) throws SQLException, IOException {
        open();
        long gone = 0;
        long freed = 0;
        long upTo = -1;
        try (Statement statement = connection.createStatement();
                ResultSet oldest = statement.executeQuery("SELECT id, size, received_at FROM payload ORDER BY id")) {
            while (oldest.next() && (bytes - freed > mostBytes || oldest.getLong(3) < receivedAfter)) {
                upTo = oldest.getLong(1);
                freed += oldest.getLong(2);
                gone++;
            }
        }
        if (gone > 0) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM payload WHERE id <= ?")) {
                delete.setLong(1, upTo);
                delete.executeUpdate();
            }
        }
        connection.commit();
        bytes -= freed;
        rows -= gone;
        return gone;
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
        } catch (SQLException e) {
            opening.close();
            throw e;
        }
        connection = opening;
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

    /** Any thread. */
    List<QuarantinedPayload> query(String where, long argument) throws SQLException, IOException {
        List<QuarantinedPayload> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        try (Connection reading = connect(true);
                PreparedStatement statement = reading.prepareStatement(Kept.SELECT + where)) {
            statement.setLong(1, argument);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Kept.read(row));
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
