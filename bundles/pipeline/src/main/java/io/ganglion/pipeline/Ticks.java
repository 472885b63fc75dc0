// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import io.ganglion.api.device.PolledDriver;
import io.ganglion.api.flow.Intake;
import io.ganglion.pipeline.lane.Troubles;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks the drivers that are asked. A driver is never polled by two threads at once. While polls run there is always one
 * thread more than running polls, up to {@value #THREADS}: a driver that blocks holds its own thread and nobody else's.
 */
final class Ticks {

    /** So many drivers may block at once before the others wait. */
    static final int THREADS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final long STOP_PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final Intake intake;
    private final Troubles troubles;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<PolledDriver, Tick> ticks = new IdentityHashMap<>();

    Ticks(Intake intake, Troubles troubles) {
        this.intake = intake;
        this.troubles = troubles;
        AtomicInteger number = new AtomicInteger();
        executor = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "ganglion-ticks-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Something of the pipeline's own that is due regularly. */
    void every(long millis, Runnable task) {
        executor.scheduleAtFixedRate(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable t) {
                        troubles.add("housekeeping", "it is tried again at the next tick", t);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    synchronized void add(PolledDriver driver) {
        Tick tick = new Tick(driver);
        ticks.put(driver, tick);
        tick.schedule(0);
    }

    /** Returns when the driver is not being polled any more; a blocked poll is waited for 2 s. */
    void remove(PolledDriver driver) {
        Tick tick;
        synchronized (this) {
            tick = ticks.remove(driver);
        }
        if (tick != null && !tick.stop()) {
            LOG.warn(
                    "driver {} still blocks in its poll and is left behind",
                    driver.getClass().getName());
        }
    }

    void stop() {
        executor.shutdownNow();
    }

    private void grow(int polls) {
        int wanted = Math.min(THREADS, polls + 1);
        if (executor.getCorePoolSize() < wanted) {
            executor.setCorePoolSize(wanted);
        }
    }

    private void shrink(int polls) {
        if (polls == 0 && executor.getCorePoolSize() > 2) {
            executor.setCorePoolSize(2);
        }
    }

    /** One driver's clockwork. */
    private final class Tick implements Runnable {

        private final PolledDriver driver;
        private volatile boolean stopped;
        private volatile Thread poller;

        Tick(PolledDriver driver) {
            this.driver = driver;
        }

        void schedule(long nanos) {
            if (!stopped && !executor.isShutdown()) {
                executor.schedule(this, nanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void run() {
            long started = System.nanoTime();
            poller = Thread.currentThread();
            grow(running.incrementAndGet());
            try {
                if (!stopped) {
                    driver.poll(intake);
                }
            } catch (Throwable t) {
                troubles.add("poll of " + driver.getClass().getName(), "it is polled again at its next tick", t);
            } finally {
                shrink(running.decrementAndGet());
                poller = null;
                synchronized (this) {
                    notifyAll();
                }
            }
            schedule(Math.max(0, period() - (System.nanoTime() - started)));
        }

        private long period() {
            try {
                return Math.max(1_000_000, driver.period().toNanos());
            } catch (Throwable t) {
                troubles.add("period of " + driver.getClass().getName(), "it is polled every second", t);
                return 1_000_000_000;
            }
        }

        boolean stop() {
            stopped = true;
            long deadline = System.nanoTime() + STOP_PATIENCE;
            synchronized (this) {
                while (poller != null && poller != Thread.currentThread()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        TimeUnit.NANOSECONDS.timedWait(this, left);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
