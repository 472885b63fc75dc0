// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.series.Journal;
import io.ganglion.store.chunk.ChunkCodec;
import io.ganglion.store.chunk.Columns;
import io.ganglion.store.chunk.Row;
import io.ganglion.store.disk.Chunk;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.Hot;
import io.ganglion.store.shelf.Latest;
import io.ganglion.store.shelf.Line;
import io.ganglion.store.shelf.Recall;
import io.ganglion.store.shelf.Series;
import io.ganglion.store.shelf.Shelf;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Turns hot rows into chunks, and small chunks of a device into larger ones. It does the work here and hands the result to
 * the one who writes. One thread at a time.
 */
final class Sealer {

    /** Rows of a chunk that is large enough to be left alone. */
    static final int FULL = 1_024;
    /** Rows of a chunk that is cut. */
    private static final int MOST = 4_096;
    /** As many chunks of one level become one of the next. */
    private static final int FAN_IN = 8;
    /** A device was silent for so long: no chunk spans it, or each question in between would read it. */
    private static final long SILENCE = 86_400_000_000_000L;

    private static final int BEFORE_SILENCE = 64;

    /** A chunk to be written. */
    private record Fresh(Chunk chunk, byte[][] parts) {}

    private final Database database;
    private final Scribe scribe;
    private final ChunkCodec codec = new ChunkCodec();
    private Shelf shelf;
    private long lastChunk;

    Sealer(Database database, Scribe scribe) {
        this.database = database;
        this.scribe = scribe;
    }

    /** Seals all that is hot now. Returns how many rows that were. */
    int seal() throws SQLException, IOException {
        refresh();
        Map<Journal.Kind, Long> ends = new EnumMap<>(Journal.Kind.class);
        List<Shelf.View> views;
        synchronized (shelf) {
            shelf.lines().forEach((kind, line) -> ends.put(kind, line.end()));
            views = shelf.hot();
        }
        if (views.isEmpty()) {
            return 0;
        }
        long kept = shelf.stamp(0);
        List<Fresh> fresh = new ArrayList<>();
        Map<Series, Latest> latest = new LinkedHashMap<>();
        int rows = 0;
        for (Shelf.View view : views) {
            rows += view.hot().size();
            latest.put(view.series(), view.sealed().with(view.hot(), shelf.versions()));
            chunks(view, kept, fresh);
        }
        submit(new Sealing(views, fresh, latest, ends, kept));
        return rows;
    }

    private void refresh() throws SQLException, IOException {
        Shelf now = scribe.shelf();
        if (now != shelf) {
            shelf = now;
            lastChunk = database.read(c -> Schema.single(c, "SELECT coalesce(max(id), 0) FROM chunk"));
        }
    }

    private void submit(Errand errand) {
        try {
            scribe.submit(shelf, errand).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        }
    }

    private void chunks(Shelf.View view, long kept, List<Fresh> fresh) {
        Map<Integer, List<Row>> byVersion = new LinkedHashMap<>();
        for (Hot hot : view.hot()) {
            byVersion.computeIfAbsent(hot.contract(), any -> new ArrayList<>()).add(hot.row());
        }
        byVersion.forEach(
                (version, rows) -> cut(Columns.of(rows), view.series().id(), version, 0, lastChunk + 1, kept, fresh));
    }

    private void cut(Columns columns, int series, int contract, int level, long seq, long kept, List<Fresh> fresh) {
        long[] times = columns.times();
        int from = 0;
        for (int i = 1; i <= times.length; i++) {
            boolean full = i - from >= MOST && times.length - i >= FULL;
            boolean silent = i < times.length && i - from >= BEFORE_SILENCE && times[i] - times[i - 1] > SILENCE;
            if (i == times.length || full || silent) {
                fresh.add(chunk(columns.part(from, i), series, contract, level, seq, kept));
                from = i;
            }
        }
    }

    private Fresh chunk(Columns columns, int series, int contract, int level, long seq, long kept) {
        int rows = columns.size();
        boolean done = rows >= FULL || level >= Chunk.FINAL;
        byte[][] parts = codec.encode(columns, !done);
        Chunk chunk = new Chunk(
                ++lastChunk,
                seq,
                series,
                contract,
                done ? Chunk.FINAL : level,
                columns.times()[0],
                columns.times()[rows - 1],
                rows,
                kept,
                null);
        return new Fresh(chunk, parts);
    }

    private final class Sealing implements Errand {

        private final List<Shelf.View> views;
        private final List<Fresh> fresh;
        private final Map<Series, Latest> latest;
        private final Map<Journal.Kind, Long> ends;
        private final long kept;

        Sealing(
                List<Shelf.View> views,
                List<Fresh> fresh,
                Map<Series, Latest> latest,
                Map<Journal.Kind, Long> ends,
                long kept) {
            this.views = views;
            this.fresh = fresh;
            this.latest = latest;
            this.ends = ends;
            this.kept = kept;
        }

        @Override
        public void write(Connection connection) throws SQLException {
            for (Fresh one : fresh) {
                one.chunk().insert(connection, one.parts());
            }
            try (PreparedStatement update = connection.prepareStatement("UPDATE series SET latest = ? WHERE id = ?")) {
                for (Map.Entry<Series, Latest> one : latest.entrySet()) {
                    update.setBytes(1, one.getValue().encode());
                    update.setInt(2, one.getKey().id());
                    update.executeUpdate();
                }
            }
            for (Map.Entry<Journal.Kind, Long> end : ends.entrySet()) {
                String table = Recall.table(end.getKey());
                Schema.set(connection, table + "_sealed", end.getValue());
                if (shelf.places().isEmpty()) {
                    // Nobody carries them on: the chunk is all that is needed.
                    Blocks.release(connection, end.getKey(), end.getValue());
                }
            }
        }

        @Override
        public boolean changesChunks() {
            return true;
        }

        @Override
        public void done() {
            synchronized (shelf) {
                for (Shelf.View view : views) {
                    shelf.seal(view.series(), view.hot().size(), latest.get(view.series()));
                }
                shelf.sealedTo(ends, kept);
                if (shelf.places().isEmpty()) {
                    ends.forEach(shelf::floor);
                }
            }
        }
    }

    /** A run of chunks that should be one. */
    private record Run(int series, int contract, int level) {}

    /** Merges what has become enough. Returns how many chunks became fewer. */
    int merge() throws SQLException, IOException {
        refresh();
        int merged = 0;
        for (Run run : database.read(Sealer::runs)) {
            merged += merge(run);
        }
        return merged;
    }

    private static List<Run> runs(Connection connection) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT series, contract, level FROM chunk WHERE level < 9"
                        + " GROUP BY series, contract, level HAVING count(*) >= " + FAN_IN + " OR sum(rows) >= "
                        + MOST)) {
            while (row.next()) {
                runs.add(new Run(row.getInt(1), row.getInt(2), row.getInt(3)));
            }
        }
        return runs;
    }

    private int merge(Run run) throws SQLException, IOException {
        Contract contract = shelf.versions().get(run.contract());
        List<Chunk> chunks = new ArrayList<>();
        List<Columns> columns = new ArrayList<>();
        database.read(connection -> {
            int rows = 0;
            for (Chunk chunk : Chunk.open(connection, run.series(), run.contract(), run.level())) {
                if (rows < 2 * MOST) {
                    rows += chunk.rows();
                    chunks.add(chunk);
                    columns.add(chunk.columns(
                            connection,
                            contract.attributes().size(),
                            contract.texts().size()));
                }
            }
            return rows;
        });
        if (chunks.size() < 2) {
            return 0;
        }
        long kept = chunks.stream().mapToLong(Chunk::kept).max().orElseThrow();
        List<Fresh> fresh = new ArrayList<>();
        int level = Math.min(run.level() + 1, Chunk.FINAL);
        Columns whole = Columns.of(columns.toArray(Columns[]::new));
        cut(whole, run.series(), run.contract(), level, chunks.get(0).seq(), kept, fresh);
        submit(new Errand() {
            @Override
            public void write(Connection connection) throws SQLException {
                Chunk.delete(connection, chunks.stream().map(Chunk::id).toList());
                for (Fresh one : fresh) {
                    one.chunk().insert(connection, one.parts());
                }
            }

            @Override
            public boolean changesChunks() {
                return true;
            }
        });
        return chunks.size() - fresh.size();
    }

    /** The smallest position that some destination still needs, less one; the last one sealed where nobody waits. */
    static long needless(Shelf shelf, Journal.Kind kind) {
        Line line = shelf.line(kind);
        long position = line.sealed();
        for (var place : shelf.places().values()) {
            position = Math.min(position, place.acknowledged(kind));
        }
        return position;
    }
}
