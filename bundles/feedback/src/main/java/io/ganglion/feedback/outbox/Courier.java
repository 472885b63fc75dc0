// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.outbox;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one maintenance system: a slow one keeps nobody waiting but itself. */
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    private final Exchange exchange;
    private final Clock clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    Courier(Exchange exchange, Clock clock) {
        this.exchange = exchange;
        this.clock = clock;
        thread = new Thread(this::run, "ganglion-outbox-" + exchange.name());
        thread.setDaemon(true);
        thread.start();
    }

    Exchange exchange() {
        return exchange;
    }

    /** There is something to do. */
    void wake() {
        bell.release();
    }

    private void run() {
        try {
            while (!stopping) {
                bell.tryAcquire(pause(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        }
    }

    private long pause() {
        try {
            Instant next = exchange.step();
            return Math.min(
                    LONGEST_MILLIS,
                    Math.max(1, Duration.between(clock.instant(), next).toMillis()));
        } catch (UncheckedIOException | IllegalStateException e) {
            if (!stopping) {
                LOG.warn("The outbox for {} waits: {}", exchange.name(), e.getMessage());
            }
            return RETRY_MILLIS;
        } catch (RuntimeException e) {
            LOG.warn("The outbox for {} failed, and goes on", exchange.name(), e);
            return RETRY_MILLIS;
        }
    }

    /** A call that is on its way is interrupted: it is asked again by the next start. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        bell.release();
        thread.join(TimeUnit.SECONDS.toMillis(2));
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(3));
    }
}
