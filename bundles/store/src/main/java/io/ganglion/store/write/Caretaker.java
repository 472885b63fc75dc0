// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Diagnosis;
import io.ganglion.store.shelf.Shelf;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals, merges and lets go, behind the back of the one who writes: when there is enough to seal, and every minute. */
public final class Caretaker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final long ROUND = 60_000;
    /** Hot rows of a quiet node are sealed after so long, nanoseconds: six hours. */
    private static final long COOL = 21_600_000_000_000L;

    private final Database database;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Scribe scribe;
    private final Sealer sealer;
    private final Retention retention;
    private final Thread thread;
    private final Object signal = new Object();
    private boolean called;
    private boolean stopping;
    private volatile String complaint = "";

    public Caretaker(Database database, Bounds bounds, InstantSource clock, LongSupplier nanos) {
        this.database = database;
        this.bounds = bounds;
        this.clock = clock;
        scribe = new Scribe(database, bounds, clock, this::call);
        sealer = new Sealer(database, scribe);
        retention = new Retention(database, scribe, bounds, clock, nanos);
        thread = new Thread(this, "ganglion-store-caretaker");
        thread.setDaemon(true);
    }

    public Scribe scribe() {
        return scribe;
    }

    /** Why nothing is taken, with the next step; empty while it is. */
    public String trouble() {
        String trouble = scribe.trouble();
        return trouble.isEmpty() && scribe.isOverheated() ? complaint : trouble;
    }

    public void start() {
        scribe.start();
        thread.start();
    }

    private void call() {
        synchronized (signal) {
            called = true;
            signal.notifyAll();
        }
    }

    @Override
    public void run() {
        while (awaitCall()) {
            try {
                round(isDue());
                complaint = "";
            } catch (SQLException | IOException | RuntimeException e) {
                complain(e);
            }
        }
    }

    private boolean awaitCall() {
        synchronized (signal) {
            try {
                if (!called && !stopping) {
                    signal.wait(ROUND);
                }
            } catch (InterruptedException e) {
                return false;
            }
            called = false;
            return !stopping;
        }
    }

    private boolean isDue() {
        Shelf shelf = scribe.shelf();
        return shelf.hotRows() >= bounds.hotRows()
                || Math.multiplyExact(clock.millis(), 1_000_000L) - COOL > shelf.oldestHot();
    }

    /** One round of the work. Any thread; one at a time. */
    public synchronized void round(boolean seal) throws SQLException, IOException {
        if (seal && sealer.seal() > 0) {
            while (sealer.merge() > 0) {
                // What was merged may be enough for the next level.
            }
        }
        retention.look();
    }

    private void complain(Exception e) {
        String now = Diagnosis.ofWriting(e, database.file());
        if (!now.equals(complaint) && scribe.trouble().isEmpty()) {
            LOG.warn("rows are kept but could not be sealed or let go: {}", now);
        }
        complaint = now;
    }

    public void stop(long millis) throws InterruptedException {
        synchronized (signal) {
            stopping = true;
            signal.notifyAll();
        }
        thread.join(Math.max(1, millis));
        scribe.stop(millis);
    }
}
