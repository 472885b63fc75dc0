// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.uplink.message.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Which messages this node answers for already: one bit a message, in chunks of {@value #CHUNK}. Of each sender's stream
 * the newest {@value #CHUNKS} chunks are known, a quarter of a million messages; what is older counts as unseen, for a
 * message that comes twice does less harm than one that never came. Durable when {@link #commit} returns. Thread-safe.
 */
final class Seen implements AutoCloseable {
    static final int CHUNK = 4096;
    static final int CHUNKS = 64;

    /** Of all senders together; the ones used longest ago go first. About 10 MB. */
    private static final int TABLE_LIMIT = 20_000;

    private static final int CACHED = 512;
    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS seen (
              stream TEXT NOT NULL, chunk INTEGER NOT NULL, bits BLOB NOT NULL, used INTEGER NOT NULL,
              PRIMARY KEY (stream, chunk))""";

    private record Key(String stream, long chunk) {}

    private final Connection connection;
    private final Map<Key, BitSet> chunks = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<Key> changed = new HashSet<>();
    private final Map<String, Long> newest = new HashMap<>();
    private long used;

    Seen(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setCacheSize(-512);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl("jdbc:sqlite:" + folder.resolve("seen.db"));
            connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
                ResultSet last = statement.executeQuery("SELECT coalesce(max(used), 0) FROM seen");
                last.next();
                used = last.getLong(1);
            }
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IOException("what was received cannot be remembered in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Key key(MessageId id) {
        return new Key(id.stream(), id.position() / CHUNK);
    }

    synchronized boolean contains(MessageId id) throws SQLException {
        return chunk(key(id)).get((int) (id.position() % CHUNK));
    }

    /** Marks it; durable with the next {@link #commit}. */
    synchronized void add(MessageId id) throws SQLException {
        Key key = key(id);
        chunk(key).set((int) (id.position() % CHUNK));
        changed.add(key);
    }

    private BitSet chunk(Key key) throws SQLException {
        BitSet known = chunks.get(key);
        if (known == null) {
            known = read(key);
            chunks.put(key, known);
        }
        return known;
    }

    private BitSet read(Key key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT bits FROM seen WHERE stream = ? AND chunk = ?")) {
            select.setString(1, key.stream());
            select.setLong(2, key.chunk());
            ResultSet row = select.executeQuery();
            return row.next() ? BitSet.valueOf(row.getBytes(1)) : new BitSet();
        }
    }

    synchronized void commit() throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(
                "INSERT OR REPLACE INTO seen (stream, chunk, bits, used) VALUES (?,?,?,?)")) {
            for (Key key : changed) {
                write.setString(1, key.stream());
                write.setLong(2, key.chunk());
                write.setBytes(3, Objects.requireNonNull(chunks.get(key)).toByteArray());
                write.setLong(4, ++used);
                write.addBatch();
            }
            write.executeBatch();
            for (Key key : changed) {
                if (key.chunk() > newest.getOrDefault(key.stream(), -1L)) {
                    newest.put(key.stream(), key.chunk());
                    prune(key);
                }
            }
            connection.commit();
            changed.clear();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
        chunks.keySet().removeIf(key -> chunks.size() > CACHED);
        if (newest.size() > CACHED) {
            newest.clear();
        }
    }

    private void prune(Key newestOfStream) throws SQLException {
        try (PreparedStatement old = connection.prepareStatement("DELETE FROM seen WHERE stream = ? AND chunk <= ?");
                PreparedStatement unused = connection.prepareStatement(
                        "DELETE FROM seen WHERE used <= (SELECT used FROM seen ORDER BY used DESC LIMIT 1 OFFSET ?)")) {
            old.setString(1, newestOfStream.stream());
            old.setLong(2, newestOfStream.chunk() - CHUNKS);
            old.executeUpdate();
            unused.setInt(1, TABLE_LIMIT);
            unused.executeUpdate();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
