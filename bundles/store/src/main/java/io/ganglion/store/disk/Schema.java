// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.disk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/** The tables, and the few facts about the whole. */
public final class Schema {

    /** Bits of a part's id that say which part of the chunk it is. */
    public static final int PART_BITS = 12;

    private static final int LAYOUT = 1;
    private static final long CHECKED = 64 << 20;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS contract (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
            // kind: 0 observations, 1 insights. latest: the newest sealed value of each attribute.
            "CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, contract TEXT NOT NULL,"
                    + " device TEXT NOT NULL, entity TEXT NOT NULL, latest BLOB, UNIQUE (kind, contract, device))",
            // seq: order of arrival, that of the first of the chunks it was merged from. first, last: times. kept: when
            // its newest row was kept. body: its parts where they are small, else null.
            "CREATE TABLE IF NOT EXISTS chunk (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, series INTEGER NOT NULL,"
                    + " contract INTEGER NOT NULL, level INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
                    + " rows INTEGER NOT NULL, kept INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB)",
            "CREATE INDEX IF NOT EXISTS chunk_time ON chunk (series, last)",
            "CREATE INDEX IF NOT EXISTS chunk_open ON chunk (series, contract, level) WHERE level < 9",
            "CREATE TABLE IF NOT EXISTS part (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
            // position: of its first entry. kept: when.
            "CREATE TABLE IF NOT EXISTS observation (position INTEGER PRIMARY KEY, entries INTEGER NOT NULL,"
                    + " kept INTEGER NOT NULL, body BLOB NOT NULL)",
            "CREATE TABLE IF NOT EXISTS insight (position INTEGER PRIMARY KEY, entries INTEGER NOT NULL,"
                    + " kept INTEGER NOT NULL, body BLOB NOT NULL)",
            "CREATE TABLE IF NOT EXISTS destination (name TEXT PRIMARY KEY, observation INTEGER NOT NULL,"
                    + " insight INTEGER NOT NULL, observation_lost INTEGER NOT NULL, insight_lost INTEGER NOT NULL)"
                    + " WITHOUT ROWID");

    private Schema() {}

    /** Makes what is missing. Commits. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
        long layout = number(connection, "layout", LAYOUT);
        if (layout != LAYOUT) {
            throw new IllegalStateException("the history was written by another release: layout=" + layout + " known="
                    + LAYOUT + ". Install that release, or move the folder away");
        }
        set(connection, "layout", LAYOUT);
        if (text(connection, "epoch", "").isEmpty()) {
            set(connection, "epoch", UUID.randomUUID().toString());
        }
        connection.commit();
    }

    /** Looks through a small file for damage; a large one would keep the node from starting. */
    public static void check(Connection connection, long size) throws SQLException {
        if (size > CHECKED) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (row.next() && !"ok".equals(row.getString(1))) {
                throw new org.sqlite.SQLiteException(row.getString(1), org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT);
            }
        }
    }

    public static long number(Connection connection, String fact, long otherwise) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM fact WHERE name = ?")) {
            select.setString(1, fact);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : otherwise;
            }
        }
    }

    public static String text(Connection connection, String fact, String otherwise) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM fact WHERE name = ?")) {
            select.setString(1, fact);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : otherwise;
            }
        }
    }

    public static void set(Connection connection, String fact, Object value) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)")) {
            insert.setString(1, fact);
            insert.setObject(2, value);
            insert.executeUpdate();
        }
    }

    /** One number. */
    public static long single(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
