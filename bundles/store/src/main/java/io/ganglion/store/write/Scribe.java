// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import io.ganglion.store.disk.Database;
import io.ganglion.store.disk.Diagnosis;
import io.ganglion.store.disk.Schema;
import io.ganglion.store.shelf.Recall;
import io.ganglion.store.shelf.Shelf;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one who writes: one thread, and one durable transaction for whatever waits. While the disk refuses it takes nothing
 * new, keeps what it took, and tries again until the disk gives in.
 */
public final class Scribe implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);
    private static final int GROUP_ROWS = 4_096;
    private static final long GROUP_BYTES = 2 << 20;
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 2_000;
    /** Hot rows beyond this many times their bound mean that sealing does not keep up. */
    private static final int OVERHEATED = 4;

    private static final Order WAKE = new Order(new Shelf(""), connection -> {}, new CompletableFuture<>());

    private final Database database;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Runnable hot;
    private final Thread thread;
    private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingRows = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Object pause = new Object();
    private final Sealed sealed = new Sealed();
    private final Group group = new Group(sealed);
    private final List<Batch> batches = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private Connection connection;
    private long pauseMillis = FIRST_PAUSE;
    private long syncedAt = System.nanoTime();
    private volatile Shelf shelf = new Shelf("");
    private volatile boolean loaded;
    private volatile String trouble = "";
    private volatile boolean stopping;
    private volatile boolean ended;

    /** @param hot called where there is enough to seal; must not block */
    public Scribe(Database database, Bounds bounds, InstantSource clock, Runnable hot) {
        this.database = database;
        this.bounds = bounds;
        this.clock = clock;
        this.hot = hot;
        thread = new Thread(this, "ganglion-store");
        thread.setDaemon(true);
    }

    /** Opens the file, puts a damaged one aside, and begins to write. What else is wrong is a trouble, not a failure. */
    public void start() {
        try {
            open();
        } catch (SQLException | IOException | RuntimeException e) {
            report(e);
        }
        thread.start();
    }

    /** Never waits for the disk; false where it cannot take it now. */
    public boolean keep(List<Observation> observations, List<Insight> insights, Runnable kept) {
        if (stopping || !loaded || !trouble.isEmpty() || isOverheated()) {
            return false;
        }
        Batch batch = Batch.of(observations, insights, kept);
        int rows = waitingRows.get();
        // One that is greater than all the room is taken where nothing else waits: it would never fit.
        if (rows > 0
                && (rows + batch.rows() > bounds.queueRows()
                        || waitingBytes.get() + batch.bytes() > bounds.queueBytes())) {
            return false;
        }
        waitingRows.addAndGet(batch.rows());
        waitingBytes.addAndGet(batch.bytes());
        waiting.add(batch);
        return true;
    }

    /** More is hot than can be sealed: whoever brings more waits. */
    boolean isOverheated() {
        return shelf.hotRows() > (long) OVERHEATED * bounds.hotRows();
    }

    /** Hands over a change. The future fails where the disk refuses it. */
    public CompletableFuture<Void> submit(Shelf madeFor, Errand errand) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(new Order(madeFor, errand, done));
        // Looked at after it was added: the thread looks for what was added after it has said that it ended.
        if (ended) {
            done.completeExceptionally(new IllegalStateException("the store is stopped"));
        }
        return done;
    }

    /** Why nothing is taken, with the next step; empty while it is. */
    public String trouble() {
        return trouble;
    }

    /** Whether the file could be opened; until then there is nothing to ask. */
    public boolean isOpen() {
        return loaded;
    }

    public Shelf shelf() {
        return shelf;
    }

    @Override
    public void run() {
        while (!stopping || !waiting.isEmpty() || !batches.isEmpty()) {
            try {
                step();
            } catch (InterruptedException e) {
                break;
            } catch (Throwable t) {
                LOG.warn("the store goes on after a failure of its own", t);
            }
        }
        loaded = false;
        ended = true;
        close();
        orders.addAll(drainOrders());
        fail(new IllegalStateException("the store is stopped"));
    }

    private List<Order> drainOrders() {
        List<Order> left = new ArrayList<>();
        for (Work work = waiting.poll(); work != null; work = waiting.poll()) {
            if (work instanceof Order order) {
                left.add(order);
            }
        }
        return left;
    }

    private void step() throws InterruptedException {
        gather();
        if (commit(orders, batches)) {
            settle();
            trouble = "";
            pauseMillis = FIRST_PAUSE;
            if (shelf.hotRows() >= bounds.hotRows()) {
                hot.run();
            }
            return;
        }
        // What is asked for may make room, so it gets a chance of its own.
        if (!orders.isEmpty() && !batches.isEmpty() && commit(orders, List.of())) {
            settleOrders();
        }
        fail(new IllegalStateException(trouble.isEmpty() ? "the damaged file was put aside. Try again" : trouble));
        pauseAfterFailure();
    }

    private void gather() throws InterruptedException {
        int rows = 0;
        long bytes = 0;
        for (Batch batch : batches) {
            rows += batch.rows();
            bytes += batch.bytes();
        }
        // In trouble it does not wait for somebody to come: nobody is let in before it has tried again.
        boolean idle = batches.isEmpty() && trouble.isEmpty() && loaded;
        Work next = idle ? waiting.take() : waiting.poll();
        while (next != null) {
            if (next instanceof Batch batch) {
                batches.add(batch);
                rows += batch.rows();
                bytes += batch.bytes();
            } else if (next != WAKE) {
                orders.add((Order) next);
            }
            next = rows < GROUP_ROWS && bytes < GROUP_BYTES ? more() : null;
        }
        syncedAt = System.nanoTime();
    }

    /** What else shares the sync: all that is there, and what comes before the next one may be. */
    private Work more() throws InterruptedException {
        Work next = waiting.poll();
        // Whoever asks for a change waits for its end; he is not kept waiting for company.
        return next != null || !orders.isEmpty()
                ? next
                : waiting.poll(syncedAt + bounds.syncInterval().toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private boolean commit(List<Order> ordered, List<Batch> rows) {
        boolean staged = false;
        try {
            open();
            for (Order order : ordered) {
                if (order.shelf() == shelf) {
                    order.errand().write(connection);
                }
            }
            if (ordered.isEmpty() && rows.isEmpty() && !trouble.isEmpty()) {
                // Whether there is room shows only where something is written.
                Schema.set(connection, "tried", clock.millis());
            }
            long keptAt = now();
            if (!rows.isEmpty()) {
                staged = true;
                group.write(shelf, connection, rows, keptAt);
            }
            connection.commit();
            if (!rows.isEmpty()) {
                group.publish(keptAt);
            }
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            if (staged) {
                group.takeBack();
            }
            report(e);
            return false;
        }
    }

    private long now() {
        return shelf.stamp(Math.multiplyExact(clock.millis(), 1_000_000L));
    }

    private void settle() {
        settleOrders();
        for (Batch batch : batches) {
            waitingRows.addAndGet(-batch.rows());
            waitingBytes.addAndGet(-batch.bytes());
            try {
                batch.kept().run();
            } catch (RuntimeException e) {
                LOG.warn("a partition's answer failed", e);
            }
        }
        batches.clear();
    }

    private void settleOrders() {
        for (Order order : orders) {
            if (order.shelf() == shelf) {
                order.errand().done();
                if (order.errand().changesChunks()) {
                    sealed.forget();
                }
                order.done().complete(null);
            } else {
                order.done().completeExceptionally(new IllegalStateException("the file was put aside meanwhile"));
            }
        }
        orders.clear();
    }

    private void fail(RuntimeException e) {
        orders.forEach(order -> order.done().completeExceptionally(e));
        orders.clear();
    }

    private void open() throws SQLException, IOException {
        if (connection != null) {
            return;
        }
        Connection opening = database.writer();
        try {
            if (!loaded) {
                Schema.create(opening);
                Schema.check(opening, database.size());
                shelf = Recall.from(opening);
                opening.commit();
                loaded = true;
            }
            connection = opening;
        } catch (SQLException | RuntimeException e) {
            opening.close();
            throw e;
        }
    }

    private void report(Throwable t) {
        close();
        String before = trouble;
        if (Diagnosis.isDamaged(t)) {
            setAside();
            return;
        }
        trouble = Diagnosis.ofWriting(t, database.file());
        if (!trouble.equals(before)) {
            LOG.warn("{}", trouble);
        }
    }

    private void setAside() {
        loaded = false;
        sealed.forget();
        try {
            LOG.warn("the history was damaged. It is now {}; a new one is begun", database.setAside(clock.millis()));
            open();
        } catch (SQLException | IOException | RuntimeException e) {
            trouble = Diagnosis.ofWriting(e, database.file());
            LOG.warn("{}", trouble);
        }
    }

    private void close() {
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                // Nothing is lost: what was committed is in the file, and what was not is still with us.
            }
        }
    }

    private void pauseAfterFailure() throws InterruptedException {
        synchronized (pause) {
            if (stopping) {
                // The last attempt was the last one: what could not be kept is still with its senders.
                throw new InterruptedException("stopped while " + trouble);
            }
            pause.wait(pauseMillis);
        }
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE);
    }

    /** Keeps what waits, if the disk takes it, and ends. */
    public void stop(long millis) throws InterruptedException {
        synchronized (pause) {
            stopping = true;
            pause.notifyAll();
        }
        waiting.add(WAKE);
        thread.join(Math.max(1, millis));
    }
}
