// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.disk;

import io.ganglion.store.chunk.ChunkCodec;
import io.ganglion.store.chunk.Columns;
import io.ganglion.store.chunk.Damaged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk's line in the database.
 *
 * @param id its number
 * @param seq its place in the order of arrival
 * @param series whose rows it holds
 * @param contract under which version
 * @param level how often it was merged; {@link #FINAL} where it will not be again
 * @param first time of its first row, nanoseconds since the epoch
 * @param last time of its last row
 * @param rows how many
 * @param kept when its newest row was kept
 * @param parts its parts where they are small; {@code null} where each is a line of its own
 */
public record Chunk(
        long id,
        long seq,
        int series,
        int contract,
        int level,
        long first,
        long last,
        int rows,
        long kept,
        byte[] parts) {

    /** The level of those that are large enough. */
    public static final int FINAL = 9;

    /** Parts of fewer bytes lie together. */
    private static final int TOGETHER = 6_144;
    /** What a line costs beside what is in it. */
    private static final int LINE = 24;

    private static final String SELECT =
            "SELECT id, seq, series, contract, level, first, last, rows, kept, body FROM chunk ";

    /** Those of a series that may hold rows of a time, in the order of arrival. */
    public static List<Chunk> between(Connection connection, int series, long from, long to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + "WHERE series = ? AND last >= ? AND first < ? ORDER BY seq, first")) {
            select.setInt(1, series);
            select.setLong(2, from);
            select.setLong(3, to);
            return read(select);
        }
    }

    /** Those of a series, a version and a level, in the order of arrival. */
    public static List<Chunk> open(Connection connection, int series, int contract, int level) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + "WHERE series = ? AND contract = ? AND level = ? AND level < 9 ORDER BY seq, first")) {
            select.setInt(1, series);
            select.setInt(2, contract);
            select.setInt(3, level);
            return read(select);
        }
    }

    private static List<Chunk> read(PreparedStatement select) throws SQLException {
        List<Chunk> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Chunk(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getInt(8),
                        row.getLong(9),
                        row.getBytes(10)));
            }
        }
        return found;
    }

    /** Writes it with its parts. */
    public void insert(Connection connection, byte[][] all) throws SQLException {
        int bytes = 4 * LINE;
        for (byte[] part : all) {
            bytes += part.length;
        }
        boolean together = bytes < TOGETHER;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, seq);
            insert.setInt(3, series);
            insert.setInt(4, contract);
            insert.setInt(5, level);
            insert.setLong(6, first);
            insert.setLong(7, last);
            insert.setInt(8, rows);
            insert.setLong(9, kept);
            insert.setLong(10, together ? bytes : bytes + (long) all.length * LINE);
            if (together) {
                insert.setBytes(11, ChunkCodec.join(all));
            } else {
                insert.setNull(11, Types.BLOB);
            }
            insert.executeUpdate();
        }
        if (!together) {
            insertParts(connection, all);
        }
    }

    private void insertParts(Connection connection, byte[][] all) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO part (id, body) VALUES (?, ?)")) {
            for (int i = 0; i < all.length; i++) {
                insert.setLong(1, id << Schema.PART_BITS | i);
                insert.setBytes(2, all[i]);
                insert.executeUpdate();
            }
        }
    }

    public static void delete(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement chunk = connection.prepareStatement("DELETE FROM chunk WHERE id = ?");
                PreparedStatement part = connection.prepareStatement("DELETE FROM part WHERE id BETWEEN ? AND ?")) {
            for (long id : ids) {
                chunk.setLong(1, id);
                chunk.executeUpdate();
                part.setLong(1, id << Schema.PART_BITS);
                part.setLong(2, (id + 1 << Schema.PART_BITS) - 1);
                part.executeUpdate();
            }
        }
    }

    /** Reads parts, and nothing else of the chunk. */
    public byte[][] read(Connection connection, int... which) throws SQLException {
        byte[][] found = new byte[which.length][];
        if (parts != null) {
            byte[][] all = ChunkCodec.split(parts);
            for (int i = 0; i < which.length; i++) {
                found[i] = all[which[i]];
            }
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT body FROM part WHERE id = ?")) {
            for (int i = 0; i < which.length; i++) {
                select.setLong(1, id << Schema.PART_BITS | which[i]);
                found[i] = body(select);
            }
        }
        return found;
    }

    private byte[] body(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new Damaged("a part of chunk " + id + " is missing");
            }
            return row.getBytes(1);
        }
    }

    /** All of it. */
    public Columns columns(Connection connection, int attributes, int texts) throws SQLException {
        int[] all = new int[1 + attributes + texts];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return ChunkCodec.decode(read(connection, all), rows, attributes);
    }
}
