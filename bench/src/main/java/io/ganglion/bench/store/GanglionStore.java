// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.store.HistoryStore;
import io.ganglion.store.write.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Ours, with its own defaults. */
final class GanglionStore implements Contestant {

    private static final Bounds BOUNDS =
            new Bounds(8_192, 8 << 20, 16_384, Duration.ofDays(30), 2L << 30, 1L << 30, 0, true);

    private HistoryStore store;

    @Override
    public String name() {
        return "ganglion";
    }

    @Override
    public void open(Path folder) throws Exception {
        store = new HistoryStore(folder, BOUNDS, InstantSource.system(), System::nanoTime, () -> 0);
    }

    @Override
    public void append(Observation[] rows, int from, int to) throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        List<Observation> batch = Arrays.asList(rows).subList(from, to);
        while (!store.keep(batch, List.of(), kept::countDown)) {
            if (!store.trouble().isEmpty()) {
                throw new IllegalStateException(store.trouble());
            }
            Thread.sleep(1);
        }
        kept.await();
    }

    @Override
    public void finish() {
        store.tidy();
    }

    @Override
    public int query(int device, int attribute, long from, long to) {
        return query(device, attribute, from, to, Thinning.OLDEST, Integer.MAX_VALUE);
    }

    int query(int device, int attribute, long from, long to, Thinning thinning, int limit) {
        return store.query(new SeriesQuery(
                        "Pump", Plant.name(device), List.of(Plant.NAMES.get(attribute)), from, to, thinning, limit))
                .size();
    }

    @Override
    public void close() throws Exception {
        store.stop();
    }
}
