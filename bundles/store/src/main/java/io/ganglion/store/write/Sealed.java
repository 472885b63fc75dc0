// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.contract.Contract;
import io.ganglion.store.chunk.ChunkCodec;
import io.ganglion.store.chunk.Columns;
import io.ganglion.store.chunk.Row;
import io.ganglion.store.disk.Chunk;
import io.ganglion.store.shelf.Series;
import io.ganglion.store.shelf.Versions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for a late row in the chunks. Only rows that are not newer than all of their device get here, so a device that keeps
 * its order costs nothing. The writer's thread.
 */
final class Sealed {

    private static final int CHUNKS = 16;
    private static final int SERIES = 1_024;

    private final Map<Integer, List<Chunk>> chunks = new HashMap<>();
    private final Map<Long, long[]> times = lru(CHUNKS);
    private final Map<Long, Columns> columns = lru(2);

    private static <V> Map<Long, V> lru(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                return size() > limit;
            }
        };
    }

    /** Chunks came or went. */
    void forget() {
        chunks.clear();
        times.clear();
        columns.clear();
    }

    boolean holds(Connection connection, Versions versions, Series series, int version, Row row) throws SQLException {
        if (chunks.size() > SERIES) {
            forget();
        }
        List<Chunk> all = chunks.get(series.id());
        if (all == null) {
            all = Chunk.between(connection, series.id(), Long.MIN_VALUE, Long.MAX_VALUE);
            chunks.put(series.id(), all);
        }
        for (Chunk chunk : all) {
            if (chunk.first() <= row.time()
                    && chunk.last() >= row.time()
                    && chunk.contract() == version
                    && holds(connection, versions.get(version), chunk, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Connection connection, Contract contract, Chunk chunk, Row row) throws SQLException {
        long[] known = times.get(chunk.id());
        if (known == null) {
            known = ChunkCodec.times(chunk.read(connection, ChunkCodec.TIMES)[0], chunk.rows())
                    .times();
            times.put(chunk.id(), known);
        }
        int found = Arrays.binarySearch(known, row.time());
        if (found < 0) {
            return false;
        }
        Columns all = columns.get(chunk.id());
        if (all == null) {
            all = chunk.columns(
                    connection, contract.attributes().size(), contract.texts().size());
            columns.put(chunk.id(), all);
        }
        while (found > 0 && known[found - 1] == row.time()) {
            found--;
        }
        for (; found < known.length && known[found] == row.time(); found++) {
            if (all.row(found).saysTheSameAs(row)) {
                return true;
            }
        }
        return false;
    }
}
