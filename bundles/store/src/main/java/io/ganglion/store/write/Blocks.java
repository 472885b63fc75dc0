// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.series.Journal;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.Recall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The journal's blocks in the file. */
final class Blocks {

    /** A block's outline. */
    record Outline(Journal.Kind kind, long first, long last, long kept, long bytes) {}

    private Blocks() {}

    /** Lets go of the blocks that end at or before a position. */
    static void release(Connection connection, Journal.Kind kind, long position) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + Recall.table(kind) + " WHERE position <= ? AND position + entries - 1 <= ?")) {
            delete.setLong(1, position);
            delete.setLong(2, position);
            delete.executeUpdate();
        }
    }

    /** What all of them take. */
    static long bytes(Connection connection) throws SQLException {
        long bytes = 0;
        for (Journal.Kind kind : Journal.Kind.values()) {
            bytes += Schema.single(connection, "SELECT coalesce(sum(length(body)), 0) FROM " + Recall.table(kind));
        }
        return bytes;
    }

    /** Those that end at or before a position, oldest first, at most {@code limit}. */
    static List<Outline> until(Connection connection, Journal.Kind kind, long position, int limit) throws SQLException {
        List<Outline> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT position, entries, kept, length(body) FROM " + Recall.table(kind)
                        + " WHERE position <= ? AND position + entries - 1 <= ? ORDER BY position LIMIT ?")) {
            select.setLong(1, position);
            select.setLong(2, position);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long first = row.getLong(1);
                    found.add(new Outline(kind, first, first + row.getLong(2) - 1, row.getLong(3), row.getLong(4)));
                }
            }
        }
        return found;
    }
}
