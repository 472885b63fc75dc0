// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.series.Journal;
import io.ganglion.store.disk.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Fills a shelf from its file. */
public final class Recall {

    private Recall() {}

    public static Shelf from(Connection connection) throws SQLException {
        Shelf shelf = new Shelf(Schema.text(connection, "epoch", ""));
        contracts(connection, shelf);
        series(connection, shelf);
        places(connection, shelf);
        long stamp = Schema.single(connection, "SELECT coalesce(max(kept), 0) FROM chunk");
        for (Journal.Kind kind : Journal.Kind.values()) {
            stamp = Math.max(stamp, blocks(connection, shelf, kind));
        }
        shelf.recall(Schema.number(connection, "duplicates", 0), stamp);
        return shelf;
    }

    /** The table of a kind. */
    public static String table(Journal.Kind kind) {
        return kind == Journal.Kind.OBSERVATION ? "observation" : "insight";
    }

    private static void contracts(Connection connection, Shelf shelf) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT body FROM contract ORDER BY id")) {
            while (row.next()) {
                shelf.versions().add(Versions.read(row.getString(1)));
            }
        }
    }

    private static void series(Connection connection, Shelf shelf) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT id, kind, contract, device, entity, latest FROM series")) {
            while (row.next()) {
                byte[] latest = row.getBytes(6);
                shelf.put(new Series(
                        row.getInt(1),
                        Journal.Kind.values()[row.getInt(2)],
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        latest == null ? Latest.none() : Latest.decode(latest)));
            }
        }
    }

    private static void places(Connection connection, Shelf shelf) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT name, observation, insight, observation_lost, insight_lost FROM destination")) {
            while (row.next()) {
                shelf.place(
                        row.getString(1), new Place(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            }
        }
    }

    /** Rows that are not sealed become hot again. Returns when the newest was kept. */
    private static long blocks(Connection connection, Shelf shelf, Journal.Kind kind) throws SQLException {
        String table = table(kind);
        long sealed = Schema.number(connection, table + "_sealed", 0);
        long first = Schema.single(connection, "SELECT coalesce(min(position), 0) FROM " + table);
        long end = Math.max(
                sealed,
                Schema.single(
                        connection, "SELECT position + entries - 1 FROM " + table + " ORDER BY position DESC LIMIT 1"));
        shelf.line(kind, new Line(first == 0 ? end : first - 1, sealed, end));
        long stamp = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, kept, body FROM " + table + " WHERE position > ? ORDER BY position")) {
            select.setLong(1, sealed);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heat(shelf, new BlockReader(shelf, kind, row.getLong(1), row.getBytes(3)), row.getLong(2));
                    stamp = Math.max(stamp, row.getLong(2));
                }
            }
        }
        return stamp;
    }

    private static void heat(Shelf shelf, BlockReader block, long keptAt) {
        while (block.hasNext()) {
            Journal.Entry entry = block.next();
            Series series = block.series();
            Hot hot = block.hot(entry);
            // An insight that came twice is twice in the journal, and once in the history.
            if (series.isNewer(hot.row().time()) || !series.isHot(hot.contract(), hot.row())) {
                series.stage(hot);
                shelf.publish(List.of(series), Map.of(), 0, keptAt);
            }
        }
    }
}
