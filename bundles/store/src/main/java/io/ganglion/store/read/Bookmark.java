// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Journal;
import io.ganglion.store.shelf.BlockReader;
import io.ganglion.store.shelf.Line;
import io.ganglion.store.shelf.Place;
import io.ganglion.store.shelf.Recall;
import io.ganglion.store.shelf.Shelf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A destination's place in the journal. */
final class Bookmark implements Journal.Reader {

    /** A block that was read and may not be at its end. */
    private record Opened(long first, List<Journal.Entry> entries) {
        boolean holds(long position) {
            return position >= first && position < first + entries.size();
        }
    }

    private final Logbook logbook;
    private final Shelf shelf;
    private final String destination;
    private final Map<Journal.Kind, Opened> opened = new EnumMap<>(Journal.Kind.class);
    private volatile boolean closed;

    Bookmark(Logbook logbook, Shelf shelf, String destination) {
        this.logbook = logbook;
        this.shelf = shelf;
        this.destination = destination;
    }

    @Override
    public List<Journal.Entry> read(Journal.Kind kind, long after, int limit) {
        requireOpen();
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        List<Journal.Entry> found = new ArrayList<>();
        Opened block = opened.get(kind);
        long next = after + 1;
        while (found.size() < limit) {
            if (block == null || !block.holds(next)) {
                long wanted = next;
                block = logbook.ask(connection -> block(connection, kind, wanted));
                if (block == null) {
                    break;
                }
                opened.put(kind, block);
            }
            int from = (int) Math.max(0, next - block.first());
            int to = Math.min(block.entries().size(), from + limit - found.size());
            found.addAll(block.entries().subList(from, to));
            next = block.first() + to;
        }
        return found;
    }

    /** The block with the first entry at or after a position; {@code null} where there is none. */
    private Opened block(Connection connection, Journal.Kind kind, long position) throws SQLException {
        String table = Recall.table(kind);
        try (PreparedStatement select = connection.prepareStatement("SELECT position, body FROM " + table
                + " WHERE position >= coalesce((SELECT position FROM " + table
                + " WHERE position <= ? ORDER BY position DESC LIMIT 1), 0)"
                + " AND position + entries > ? ORDER BY position LIMIT 1")) {
            select.setLong(1, position);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                List<Journal.Entry> entries = new ArrayList<>();
                BlockReader block = new BlockReader(shelf, kind, row.getLong(1), row.getBytes(2));
                while (block.hasNext()) {
                    entries.add(block.next());
                }
                return new Opened(row.getLong(1), entries);
            }
        }
    }

    @Override
    public long acknowledged(Journal.Kind kind) {
        return place().acknowledged(kind);
    }

    @Override
    public void acknowledge(Journal.Kind kind, long position) {
        requireOpen();
        if (position > acknowledged(kind)) {
            logbook.acknowledge(shelf, destination, kind, position);
        }
    }

    @Override
    public Journal.Backlog backlog(Journal.Kind kind) {
        Place place = place();
        Line line = shelf.line(kind);
        long after = Math.max(place.acknowledged(kind), line.floor());
        long waiting = Math.max(0, line.end() - after);
        return new Journal.Backlog(
                waiting, waiting == 0 ? OptionalLong.empty() : oldest(kind, after), place.lost(kind));
    }

    private OptionalLong oldest(Journal.Kind kind, long after) {
        return logbook.ask(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT kept FROM " + Recall.table(kind)
                    + " WHERE position + entries > ? ORDER BY position LIMIT 1")) {
                select.setLong(1, after + 1);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    private Place place() {
        return shelf.place(destination)
                .orElseThrow(() -> new IllegalStateException(destination + " was forgotten. Open it again"));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reader of " + destination + " is closed. Open it again");
        }
    }

    @Override
    public void close() {
        closed = true;
        opened.clear();
    }
}
