// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import io.ganglion.api.contract.Observation;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Takes observations from the partitions' threads, which must not wait, and hands them over on another. Bounded. */
final class Inbox {

    private static final int LIMIT = 8_192;

    private final BlockingQueue<Observation> waiting = new ArrayBlockingQueue<>(LIMIT);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong missed = new AtomicLong();
    private final Executor thread;
    private final Consumer<Observation> reader;

    Inbox(Executor thread, Consumer<Observation> reader) {
        this.thread = thread;
        this.reader = reader;
    }

    void put(Observation observation) {
        if (!waiting.offer(observation)) {
            missed.incrementAndGet();
        }
        drainSoon();
    }

    long missed() {
        return missed.get();
    }

    private void drainSoon() {
        if (draining.compareAndSet(false, true)) {
            try {
                thread.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // Closing: nobody is told any more, and the partition must not suffer from it.
                missed.incrementAndGet();
            }
        }
    }

    /** In portions, so that others have their turn on the thread. */
    private void drain() {
        draining.set(false);
        for (int i = 0; i < LIMIT; i++) {
            Observation observation = waiting.poll();
            if (observation == null) {
                return;
            }
            reader.accept(observation);
        }
        drainSoon();
    }
}
