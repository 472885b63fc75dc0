// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.store.write.Bounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A store in a folder, with clocks that a test turns. */
final class Shop implements AutoCloseable {

    static final Bounds BOUNDS =
            new Bounds(10_000, 8 << 20, 1_000_000, Duration.ofDays(30), 64 << 20, 32 << 20, 0, true);

    final Path folder;
    final Bounds bounds;
    final AtomicLong millis = new AtomicLong(Pumps.START / 1_000_000);
    final AtomicLong nanos = new AtomicLong();
    final AtomicInteger maxPages = new AtomicInteger();
    HistoryStore store;

    Shop(Path folder) throws IOException {
        this(folder, BOUNDS);
    }

    Shop(Path folder, Bounds bounds) throws IOException {
        this.folder = folder;
        this.bounds = bounds;
        open();
    }

    private void open() throws IOException {
        store = new HistoryStore(folder, bounds, () -> Instant.ofEpochMilli(millis.get()), nanos::get, maxPages::get);
    }

    void restart() throws Exception {
        close();
        open();
    }

    /** Hands over, and returns when it is durable. */
    void keep(Observation... rows) throws InterruptedException {
        keep(List.of(rows), List.of());
    }

    void keep(List<Observation> rows, List<Insight> insights) throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        if (!store.keep(rows, insights, kept::countDown)) {
            await().until(() -> store.keep(rows, insights, kept::countDown));
        }
        if (!kept.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("not kept: " + store.trouble());
        }
    }

    /** Both clocks. */
    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    void round() {
        store.tidy();
    }

    Rows all(String device, String... attributes) {
        return store.query(new SeriesQuery(
                "Pump", device, List.of(attributes), Long.MIN_VALUE, Long.MAX_VALUE, Thinning.OLDEST, 1_000_000));
    }

    @Override
    public void close() throws Exception {
        store.stop();
    }
}
