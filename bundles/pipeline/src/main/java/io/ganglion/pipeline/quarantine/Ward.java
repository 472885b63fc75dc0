// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.lane.Detained;
import io.ganglion.pipeline.lane.Detention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes refused payloads durable: one thread, as many payloads a commit as are there. While the disk refuses, payloads
 * wait here in memory (the partitions' doors bound how many), and it tries again until the disk takes them.
 */
public final class Ward implements Detention, Quarantine, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Ward.class);
    private static final int GROUP = 512;
    private static final long GROUP_BYTES = 4 << 20;
    private static final long FIRST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 5_000;
    /** How long the file stays open after the last payload, milliseconds. */
    private static final long LINGER = 60_000;

    private static final long HOUR = 3_600_000;

    private final Ledger ledger;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Consumer<QuarantinedPayload> notices;
    private final Thread thread;
    private final BlockingQueue<Optional<Detained>> waiting = new LinkedBlockingQueue<>();
    private final Object pause = new Object();
    private final List<Detained> group = new ArrayList<>();
    private volatile String trouble = "";
    private volatile boolean stopping;
    private volatile long removed;
    private long pauseMillis = FIRST_PAUSE;
    private long trimmedAt;

    /** @param notices called after the commit, by the quarantine's thread; may throw */
    public Ward(Path folder, Bounds bounds, InstantSource clock, Consumer<QuarantinedPayload> notices) {
        this(new Ledger(folder), bounds, clock, notices);
    }

    Ward(Ledger ledger, Bounds bounds, InstantSource clock, Consumer<QuarantinedPayload> notices) {
        this.ledger = ledger;
        this.bounds = bounds;
        this.clock = clock;
        this.notices = notices;
        thread = new Thread(this, "ganglion-quarantine");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void detain(Detained detained) {
        waiting.add(Optional.of(detained));
    }

    /** Why payloads cannot be kept, with the next step; empty while they can. */
    public String trouble() {
        return trouble;
    }

    /** How many payloads had to go since the node started, for want of room or for their age. */
    public long removed() {
        return removed;
    }

    @Override
    public void run() {
        while (!stopping || !waiting.isEmpty() || !group.isEmpty()) {
            try {
                step();
            } catch (InterruptedException e) {
                break;
            } catch (Throwable t) {
                LOG.warn("the quarantine goes on after a failure of its own", t);
            }
        }
        ledger.close();
    }

    private void step() throws InterruptedException {
        if (group.isEmpty() && !gather()) {
            rest();
        } else if (keep()) {
            trouble = "";
            pauseMillis = FIRST_PAUSE;
            trim();
        } else {
            pauseAfterFailure();
        }
    }

    private boolean gather() throws InterruptedException {
        Optional<Detained> next = waiting.poll(stopping ? 0 : LINGER, TimeUnit.MILLISECONDS);
        long bytes = 0;
        // An empty one only wakes us: the node stops.
        while (next != null && next.isPresent()) {
            group.add(next.get());
            bytes += next.get().parcel().payload().body().length;
            next = group.size() < GROUP && bytes < GROUP_BYTES ? waiting.poll() : null;
        }
        return !group.isEmpty();
    }

    private boolean keep() {
        List<QuarantinedPayload> kept;
        try {
            kept = ledger.append(group.stream().map(Ward::describe).toList());
        } catch (Throwable t) {
            report(t);
            return false;
        }
        List<Detained> done = List.copyOf(group);
        group.clear();
        for (int i = 0; i < done.size(); i++) {
            done.get(i).settle();
            announce(kept.get(i));
        }
        return true;
    }

    private static QuarantinedPayload describe(Detained d) {
        return new QuarantinedPayload(0, d.parcel().payload(), d.parcel().bytes(), d.rejection());
    }

    private void announce(QuarantinedPayload quarantined) {
        try {
            notices.accept(quarantined);
        } catch (Throwable t) {
            LOG.debug("the notice of quarantined payload {} was not published", quarantined.id(), t);
        }
    }

    private void report(Throwable t) {
        String before = trouble;
        trouble = Diagnosis.ofWriting(t, ledger.file());
        if (!trouble.equals(before)) {
            LOG.warn("{}", trouble);
        }
        if (Diagnosis.isDamaged(t)) {
            setAside();
        }
    }

    private void setAside() {
        try {
            LOG.warn("the damaged quarantine is now {}; a new one is begun", ledger.setAside(clock.millis()));
        } catch (IOException e) {
            LOG.warn("the damaged quarantine {} could not be put aside: {}", ledger.file(), e.toString());
        }
    }

    private void pauseAfterFailure() throws InterruptedException {
        synchronized (pause) {
            if (!stopping) {
                pause.wait(pauseMillis);
            } else {
                // The last attempt was the last one: what could not be kept is still with its senders.
                throw new InterruptedException("stopped while " + trouble);
            }
        }
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE);
    }

    /** Nothing came for a while: once an hour lets go what is too old, then gives the file's memory back. */
    private void rest() {
        if (clock.millis() - trimmedAt >= HOUR && ledger.exists()) {
            trim();
        }
        ledger.close();
    }

    private void trim() {
        try {
            trimmedAt = clock.millis();
            long oldest = (trimmedAt - bounds.age().toMillis()) * 1_000_000;
            long gone = ledger.trim(bounds.bytes(), oldest);
            if (gone > 0 && removed == 0) {
                LOG.warn(
                        "the quarantine lets its oldest payloads go: it keeps {} bytes and {} days; settings of "
                                + "io.ganglion.pipeline",
                        bounds.bytes(),
                        bounds.age().toDays());
            }
            removed += gone;
        } catch (SQLException | IOException e) {
            // The payloads are safe; the bounds are kept with the next commit.
            LOG.warn("the quarantine could not be trimmed: {}", e.toString());
            ledger.close();
        }
    }

    @Override
    public List<QuarantinedPayload> list(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        return query("ORDER BY id DESC LIMIT ?", limit);
    }

    @Override
    public Optional<QuarantinedPayload> find(long id) {
        return query("WHERE id = ?", id).stream().findFirst();
    }

    private List<QuarantinedPayload> query(String where, long argument) {
        try {
            return ledger.query(where, argument);
        } catch (SQLException e) {
            throw new IllegalStateException(Diagnosis.ofReading(e, ledger.file()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long size() {
        try {
            return ledger.rows();
        } catch (SQLException e) {
            throw new IllegalStateException(Diagnosis.ofReading(e, ledger.file()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what waits, if the disk takes it, and ends. */
    public void stop(long millis) throws InterruptedException {
        synchronized (pause) {
            stopping = true;
            pause.notifyAll();
        }
        waiting.add(Optional.empty());
        thread.join(Math.max(1, millis));
    }
}
