// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import java.time.Duration;

/**
 * How much is kept, and how much waits for how long.
 *
 * @param queueRows rows and insights that wait for the disk
 * @param queueBytes their size
 * @param hotRows rows before they are sealed
 * @param retention for how long a row is kept
 * @param maxBytes of the whole file in use
 * @param backlogBytes of it, for what destinations have not acknowledged
 * @param minFreeBytes left free on the disk
 * @param syncInterval least time between two syncs; what comes meanwhile shares the next one
 * @param observationsFirst whether, of what waits for destinations, all observations go before the first insight
 */
public record Bounds(
        int queueRows,
        long queueBytes,
        int hotRows,
        Duration retention,
        long maxBytes,
        long backlogBytes,
        long minFreeBytes,
        Duration syncInterval,
        boolean observationsFirst) {
    /** Without a pause between two syncs. */
    public Bounds(
            int queueRows,
            long queueBytes,
            int hotRows,
            Duration retention,
            long maxBytes,
            long backlogBytes,
            long minFreeBytes,
            boolean observationsFirst) {
        this(
                queueRows,
                queueBytes,
                hotRows,
                retention,
                maxBytes,
                backlogBytes,
                minFreeBytes,
                Duration.ZERO,
                observationsFirst);
    }

    public Bounds {
        atLeast("queue_rows", queueRows, 1);
        atLeast("queue_bytes", queueBytes, 1 << 10);
        atLeast("hot_rows", hotRows, 16);
        atLeast("retention_days", retention.toDays(), 1);
        atLeast("max_mb", maxBytes, 1 << 20);
        atLeast("backlog_mb", backlogBytes, 1 << 16);
        atLeast("min_free_mb", minFreeBytes, 0);
        atLeast("sync_interval_ms", syncInterval.toMillis(), 0);
        if (syncInterval.toMillis() > 1_000) {
            throw new IllegalArgumentException(
                    "senders wait for a sync: sync_interval_ms must be at most 1000: " + syncInterval.toMillis());
        }
        if (backlogBytes >= maxBytes) {
            throw new IllegalArgumentException("backlog_mb is a part of max_mb: backlog_mb=" + (backlogBytes >> 20)
                    + " max_mb=" + (maxBytes >> 20));
        }
    }

    private static void atLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ": " + what + "=" + value);
        }
    }
}
