// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is read from disk, and asked for far more often than it changes. Thread-safe; one reads, the others wait for it. */
final class Cached<T> {

    private final Supplier<T> source;
    private final long ageMs;
    private final LongSupplier clock;
    private T value;
    private long readAt = Long.MIN_VALUE;

    Cached(Supplier<T> source, long ageMs, LongSupplier clock) {
        this.source = source;
        this.ageMs = ageMs;
        this.clock = clock;
    }

    synchronized T get() {
        long now = clock.getAsLong();
        if (readAt == Long.MIN_VALUE || now - readAt >= ageMs) {
            value = source.get();
            readAt = now;
        }
        return value;
    }

    /** It changed: the next one who asks reads it. */
    synchronized void stale() {
        readAt = Long.MIN_VALUE;
    }
}
