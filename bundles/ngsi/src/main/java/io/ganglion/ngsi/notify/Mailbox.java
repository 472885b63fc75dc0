// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.notify;

import io.ganglion.ngsi.form.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What waits for one endpoint, and how it is doing. One delivery at a time; entities that wait go together in the next.
 * Bounded: the oldest leave first, and are counted. Thread-safe; nothing here blocks.
 */
final class Mailbox {

    private static final int WAITING_LIMIT = 100;
    private static final int TOGETHER = 50;
    private static final int ATTEMPTS = 5;

    private final Function<List<Reading>, CompletableFuture<Void>> delivery;
    private final ScheduledExecutorService timer;
    private final Duration firstPause;
    private final Clock clock;
    private final ArrayDeque<Reading> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean closed;
    private Instant lastBegun = Instant.MIN;
    private Books books = Books.NONE;

    Mailbox(
            Function<List<Reading>, CompletableFuture<Void>> delivery,
            ScheduledExecutorService timer,
            Duration firstPause,
            Clock clock) {
        this.delivery = delivery;
        this.timer = timer;
        this.firstPause = firstPause;
        this.clock = clock;
    }

    synchronized Books books() {
        return books;
    }

    synchronized void restore(Books before) {
        books = before;
    }

    /** Whether the last notification began less than this ago. */
    synchronized boolean isWithin(Duration pause) {
        return lastBegun.isAfter(clock.instant().minus(pause));
    }

    /** Takes what is to be told. */
    synchronized void put(List<Reading> readings) {
        for (Reading reading : readings) {
            if (waiting.size() >= WAITING_LIMIT) {
                waiting.pollFirst();
                books = books.withLeftOut(1);
            }
            waiting.addLast(reading);
        }
        lastBegun = clock.instant();
        sendNext();
    }

    /** One notification tells of an entity once. */
    private void sendNext() {
        if (sending || closed || waiting.isEmpty()) {
            return;
        }
        List<Reading> together = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        while (!waiting.isEmpty()
                && together.size() < TOGETHER
                && ids.add(waiting.peekFirst().id())) {
            together.add(waiting.pollFirst());
        }
        sending = true;
        attempt(together, 1);
    }

    private synchronized void attempt(List<Reading> readings, int number) {
        if (closed) {
            return;
        }
        books = books.withBegun(clock.instant());
        CompletableFuture<Void> arrived;
        try {
            arrived = delivery.apply(readings);
        } catch (RuntimeException e) {
            arrived = CompletableFuture.failedFuture(e);
        }
        // On the timer's thread in any case, so that a delivery that is done at once does not call back into this call.
        arrived.whenCompleteAsync((nothing, trouble) -> ended(readings, number, trouble), timer);
    }

    private synchronized void ended(List<Reading> readings, int number, Throwable trouble) {
        if (trouble == null) {
            books = books.withSent(clock.instant());
        } else {
            books = books.withFailed(clock.instant(), said(trouble));
            if (number < ATTEMPTS && !closed) {
                timer.schedule(
                        () -> attempt(readings, number + 1),
                        firstPause.toMillis() << (number - 1),
                        TimeUnit.MILLISECONDS);
                return;
            }
            books = books.withLeftOut(readings.size());
        }
        sending = false;
        sendNext();
    }

    private static String said(Throwable trouble) {
        Throwable root = trouble;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    synchronized void fail(String why) {
        books = books.withFailed(clock.instant(), why).withLeftOut(1);
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
