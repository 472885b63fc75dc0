// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.api.flow.Uplink.DeadLetter;
import io.ganglion.uplink.message.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * What a destination refuses for good, in a file of its own that is made at the first need. Durable when {@link #add}
 * returns. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {
    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS letter (
              number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, body BLOB NOT NULL,
              replayed INTEGER NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL)""";

    private final Path file;
    private final int room;
    private Connection connection;
    private volatile long size;

    /** @param room the most letters */
    DeadLetters(Path folder, int room) throws IOException {
        this.file = folder.resolve("dead-letters.db");
        this.room = room;
        Files.createDirectories(folder);
        if (Files.exists(file)) {
            try {
                count();
            } catch (SQLException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    long size() {
        return size;
    }

    boolean isFull() {
        return size >= room;
    }

    /** Keeps one; one that is there already gets the new reason. */
    synchronized void add(Letter letter, String reason, Instant now) throws SQLException {
        try (PreparedStatement insert = open().prepareStatement(
                        "INSERT INTO letter (id, topic, body, replayed, reason, since) VALUES (?,?,?,?,?,?)"
                                + " ON CONFLICT (id) DO UPDATE SET reason = excluded.reason")) {
            insert.setString(1, letter.id());
            insert.setString(2, letter.topic());
            insert.setBytes(3, letter.body());
            insert.setBoolean(4, letter.replayed());
            insert.setString(5, reason);
            insert.setLong(6, now.toEpochMilli());
            insert.executeUpdate();
        }
        count();
    }

    synchronized List<DeadLetter> list(int limit) throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        if (size > 0) {
            try (PreparedStatement select = open().prepareStatement(
                            "SELECT number, id, topic, length(body), reason, since FROM letter ORDER BY number LIMIT ?")) {
                select.setInt(1, limit);
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    found.add(new DeadLetter(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getInt(4),
                            rows.getString(5),
                            Instant.ofEpochMilli(rows.getLong(6))));
                }
            }
        }
        return found;
    }

    synchronized Optional<Letter> find(long number) throws SQLException {
        if (size == 0) {
            return Optional.empty();
        }
        try (PreparedStatement select =
                open().prepareStatement("SELECT id, topic, body, replayed FROM letter WHERE number = ?")) {
            select.setLong(1, number);
            ResultSet row = select.executeQuery();
            return row.next()
                    ? Optional.of(new Letter(row.getString(1), row.getString(2), row.getBytes(3), row.getBoolean(4)))
                    : Optional.empty();
        }
    }

    synchronized void remove(long number) throws SQLException {
        try (PreparedStatement delete = open().prepareStatement("DELETE FROM letter WHERE number = ?")) {
            delete.setLong(1, number);
            delete.executeUpdate();
        }
        count();
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setCacheSize(-256);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl("jdbc:sqlite:" + file);
            connection = source.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
        }
        return connection;
    }

    private void count() throws SQLException {
        try (Statement statement = open().createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM letter")) {
            rows.next();
            size = rows.getLong(1);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
