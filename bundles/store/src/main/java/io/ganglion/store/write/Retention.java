// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.series.Journal;
import io.ganglion.store.disk.Chunk;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.Place;
import io.ganglion.store.shelf.Series;
import io.ganglion.store.shelf.Shelf;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what is too old, of what is too much, and of what nobody waits for. One thread at a time.
 *
 * <p>A row's age counts from when it was kept, not from its own time: a row of last year that arrives today is new. What
 * counts as too old moves on at most {@value #PACE} times as fast as real time, so that a clock that jumps ahead for an hour
 * costs four of the oldest hours and not everything.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PACE = 4;
    private static final int AT_ONCE = 256;
    private static final long DAY = 86_400_000_000_000L;
    /** Free pages of the file that are worth giving back: 16 MB. */
    private static final long WORTH = 4_096;

    private final Database database;
    private final Scribe scribe;
    private final Bounds bounds;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private long lookedAt;
    private long reached = Long.MIN_VALUE;
    private long written = Long.MIN_VALUE;
    private boolean paced;
    private boolean complained;

    Retention(Database database, Scribe scribe, Bounds bounds, InstantSource clock, LongSupplier nanos) {
        this.database = database;
        this.scribe = scribe;
        this.bounds = bounds;
        this.clock = clock;
        this.nanos = nanos;
        lookedAt = nanos.getAsLong();
    }

    /** Looks once. Returns how many chunks went. */
    int look() throws SQLException, IOException {
        Shelf shelf = scribe.shelf();
        for (Journal.Kind kind : Journal.Kind.values()) {
            release(shelf, kind, Sealer.needless(shelf, kind));
        }
        shortenBacklog(shelf);
        int gone = dropOld(shelf) + dropForRoom(shelf);
        if (gone > 0) {
            forgetSeries(shelf);
        }
        giveBack(shelf);
        return gone;
    }

    private void submit(Shelf shelf, Errand errand) {
        try {
            scribe.submit(shelf, errand).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private void release(Shelf shelf, Journal.Kind kind, long position) {
        if (position <= shelf.line(kind).floor()) {
            return;
        }
        submit(shelf, new Errand() {
            private Map<String, Place> losses = Map.of();

            @Override
            public void write(Connection connection) throws SQLException {
                Blocks.release(connection, kind, position);
                losses = losses(shelf, kind, position);
                for (Map.Entry<String, Place> place : losses.entrySet()) {
                    Places.write(connection, place.getKey(), place.getValue());
                }
            }

            @Override
            public void done() {
                losses.forEach(shelf::place);
                shelf.floor(kind, position);
            }
        });
    }

    /** What destinations have not acknowledged is more than its share: the policy says what goes. */
    private void shortenBacklog(Shelf shelf) throws SQLException, IOException {
        // A part is not more than the whole, and the whole is known at once.
        if (shelf.places().isEmpty() || database.read(Retention::used) <= bounds.backlogBytes()) {
            return;
        }
        long tooMuch = database.read(Blocks::bytes) - bounds.backlogBytes();
        while (tooMuch > 0) {
            List<Blocks.Outline> next = next(shelf);
            Map<Journal.Kind, Long> upTo = new LinkedHashMap<>();
            for (Blocks.Outline block : next) {
                if (tooMuch > 0) {
                    tooMuch -= block.bytes();
                    upTo.merge(block.kind(), block.last(), Math::max);
                }
            }
            if (upTo.isEmpty()) {
                return;
            }
            upTo.forEach((kind, position) -> release(shelf, kind, position));
        }
    }

    /** The blocks that go first, some of them. */
    private List<Blocks.Outline> next(Shelf shelf) throws SQLException, IOException {
        List<Blocks.Outline> blocks = new ArrayList<>();
        for (Journal.Kind kind : Journal.Kind.values()) {
            if (blocks.isEmpty() || !bounds.observationsFirst()) {
                blocks.addAll(database.read(
                        c -> Blocks.until(c, kind, shelf.line(kind).sealed(), AT_ONCE)));
            }
        }
        blocks.sort(Comparator.comparingLong(Blocks.Outline::kept).thenComparingLong(Blocks.Outline::first));
        // Beyond these, the other kind may have older ones that were not looked at.
        return blocks.subList(0, Math.min(AT_ONCE, blocks.size()));
    }

    private static long used(Connection connection) throws SQLException {
        return Schema.single(connection, "PRAGMA page_size")
                * (Schema.single(connection, "PRAGMA page_count") - Schema.single(connection, "PRAGMA freelist_count"));
    }

    /** What goes before its destination had it, counted. The writer's thread, which alone changes places. */
    private static Map<String, Place> losses(Shelf shelf, Journal.Kind kind, long position) {
        Map<String, Place> losses = new LinkedHashMap<>();
        long floor = shelf.line(kind).floor();
        shelf.places().forEach((destination, place) -> {
            long lost = position - Math.max(floor, place.acknowledged(kind));
            if (lost > 0) {
                losses.put(destination, place.lose(kind, lost));
                LOG.warn(
                        "{} entries of {} left before {} had them: backlog_mb of io.ganglion.store is reached",
                        lost,
                        kind,
                        destination);
            }
        });
        return losses;
    }

    private int dropOld(Shelf shelf) throws SQLException, IOException {
        long cutoff = cutoff();
        List<Long> ids = database.read(
                c -> ids(c, "SELECT id, bytes FROM chunk WHERE kept < " + cutoff + " ORDER BY seq", Long.MAX_VALUE));
        if (!ids.isEmpty() || Math.abs(cutoff - written) > DAY / 24) {
            submit(shelf, c -> Schema.set(c, "cutoff", cutoff));
            written = cutoff;
        }
        return drop(shelf, ids);
    }

    /** Up to where rows are too old. Never ahead of the clock, and never faster than the pace. */
    private long cutoff() throws SQLException, IOException {
        long wanted = Math.multiplyExact(clock.millis() - bounds.retention().toMillis(), 1_000_000L);
        if (reached == Long.MIN_VALUE) {
            written = database.read(c -> Schema.number(c, "cutoff", Long.MIN_VALUE));
            reached = written == Long.MIN_VALUE ? wanted : written;
        }
        long now = nanos.getAsLong();
        long reachable = reached + PACE * (now - lookedAt);
        lookedAt = now;
        boolean ahead = wanted - reachable > 2 * DAY;
        if (ahead && !paced) {
            LOG.warn(
                    "the clock is {} h ahead of when rows were last let go; retention_days follows at {} times real time",
                    (wanted - reachable) / (DAY / 24),
                    PACE);
        }
        paced = ahead;
        reached = Math.min(wanted, reachable);
        return reached;
    }

    private int dropForRoom(Shelf shelf) throws SQLException, IOException {
        long page = database.read(c -> Schema.single(c, "PRAGMA page_size"));
        long pages = database.read(c -> Schema.single(c, "PRAGMA page_count"));
        long unused = database.read(c -> Schema.single(c, "PRAGMA freelist_count"));
        long tooMuch = (pages - unused) * page - bounds.maxBytes();
        int gone = 0;
        if (tooMuch > 0) {
            gone += drop(shelf, database.read(c -> ids(c, "SELECT id, bytes FROM chunk ORDER BY seq", tooMuch)));
        }
        long missing = bounds.minFreeBytes() - database.free() - unused * page;
        if (missing > 0) {
            // Others fill the disk. The last day stays: a full disk must not cost the whole history.
            long spared = Math.multiplyExact(clock.millis(), 1_000_000L) - DAY;
            int went = drop(
                    shelf,
                    database.read(c ->
                            ids(c, "SELECT id, bytes FROM chunk WHERE kept < " + spared + " ORDER BY seq", missing)));
            complain(went, missing);
            gone += went;
        } else {
            complained = false;
        }
        return gone;
    }

    private void complain(int went, long missing) {
        if (!complained) {
            LOG.warn(
                    "{} MB are missing to min_free_mb of io.ganglion.store beside {}; {} old chunks went for it",
                    (missing >> 20) + 1,
                    database.file(),
                    went);
            complained = true;
        }
    }

    private static List<Long> ids(Connection connection, String select, long bytes) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long left = bytes;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            while (left > 0 && row.next()) {
                ids.add(row.getLong(1));
                left -= row.getLong(2);
            }
        }
        return ids;
    }

    /** In steps, so that those who wait for the disk do not wait for all of it. */
    private int drop(Shelf shelf, List<Long> ids) {
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            submit(shelf, new Errand() {
                @Override
                public void write(Connection connection) throws SQLException {
                    Chunk.delete(connection, some);
                }

                @Override
                public boolean changesChunks() {
                    return true;
                }
            });
        }
        return ids.size();
    }

    /** Devices that have no row any more, unless a journal's entry may still name them. */
    private void forgetSeries(Shelf shelf) throws SQLException, IOException {
        Set<Integer> alive = new HashSet<>(database.read(Retention::alive));
        submit(shelf, connection -> {
            if (!shelf.places().isEmpty()) {
                return;
            }
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM series WHERE id = ?")) {
                for (Series series : shelf.all()) {
                    if (!alive.contains(series.id()) && shelf.view(series).hot().isEmpty()) {
                        delete.setInt(1, series.id());
                        delete.executeUpdate();
                        // At once: a row in this very transaction makes it anew.
                        shelf.remove(series);
                    }
                }
            }
        });
    }

    private static List<Integer> alive(Connection connection) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DISTINCT series FROM chunk")) {
            while (row.next()) {
                ids.add(row.getInt(1));
            }
        }
        return ids;
    }

    /** Gives pages back to the disk where many are unused. */
    private void giveBack(Shelf shelf) throws SQLException, IOException {
        long unused = database.read(c -> Schema.single(c, "PRAGMA freelist_count"));
        long pages = database.read(c -> Schema.single(c, "PRAGMA page_count"));
        if (unused > WORTH && unused > pages / 4) {
            submit(shelf, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA incremental_vacuum(" + WORTH + ")");
                }
            });
        }
    }
}
