// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.lane.Appeal;
import io.ganglion.pipeline.lane.Detained;
import io.ganglion.pipeline.lane.Detention;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes refused payloads durable: one thread, as many payloads a commit as are there. While the disk refuses, payloads
 * wait here in memory (the partitions' doors bound how many), and it tries again until the disk takes them.
 */
public final class Ward implements Detention, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Ward.class);
    private static final int GROUP = 512;
    private static final long GROUP_BYTES = 4 << 20;
    private static final long FIRST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 5_000;
    /** How long the file stays open after the last payload, milliseconds. */
    private static final long LINGER = 60_000;

    /** How long an operator waits for the disk, milliseconds. */
    private static final long PATIENCE = 30_000;

    private static final long HOUR = 3_600_000_000_000L;

    private final Ledger ledger;
    private final Register register;
    private final Bounds bounds;
    private final LongSupplier nanos;
    private final Consumer<QuarantinedPayload> notices;
    private final Thread thread;
    private final BlockingQueue<Errand> waiting = new LinkedBlockingQueue<>();
    private final Object pause = new Object();
    private final List<Errand> group = new ArrayList<>();
    private volatile String trouble = "";
    private volatile boolean stopping;
    private volatile long removed;
    private long pauseMillis = FIRST_PAUSE;
    private long expiredAt;

    /**
     * @param nanos the clock by which payloads age
     * @param notices called after the commit, by the quarantine's thread; may throw
     */
    public Ward(Path folder, Bounds bounds, LongSupplier nanos, Consumer<QuarantinedPayload> notices) {
        this(new Ledger(folder, nanos), bounds, nanos, notices);
    }

    Ward(Ledger ledger, Bounds bounds, LongSupplier nanos, Consumer<QuarantinedPayload> notices) {
        this.ledger = ledger;
        register = new Register(ledger);
        this.bounds = bounds;
        this.nanos = nanos;
        expiredAt = nanos.getAsLong() - HOUR;
        this.notices = notices;
        thread = new Thread(this, "ganglion-quarantine");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void detain(Detained detained) {
        waiting.add(new Errand.Admission(detained));
    }

    /** A replayed payload was accepted: it leaves. Returns at once; {@code done} follows when that is durable. */
    void dismiss(long id, Runnable done) {
        waiting.add(new Errand.Dismissal(id, done));
    }

    /** Forgets the selected. Blocks until that is durable. */
    public long discard(Selection selection) {
        CompletableFuture<Long> gone = new CompletableFuture<>();
        waiting.add(new Errand.Clearance(selection, gone));
        try {
            return gone.get(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; what was selected may go all the same", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the quarantine did not answer; what was selected goes when it does. " + trouble, e);
        }
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
        Errand next = waiting.poll(stopping ? 0 : LINGER, TimeUnit.MILLISECONDS);
        long bytes = 0;
        while (next != null && !(next instanceof Errand.Call)) {
            group.add(next);
            bytes += next instanceof Errand.Admission admission ? size(admission.detained()) : 0;
            next = group.size() < GROUP && bytes < GROUP_BYTES ? waiting.poll() : null;
        }
        return !group.isEmpty();
    }

    private static int size(Detained detained) {
        return detained.parcel().payload().body().length;
    }

    private boolean keep() {
        List<Runnable> then = new ArrayList<>();
        try {
            ledger.commit(() -> {
                then.clear();
                for (Errand errand : group) {
                    then.add(run(errand));
                }
                return then.size();
            });
        } catch (Throwable t) {
            report(t);
            return false;
        }
        group.clear();
        then.forEach(Ward::finish);
        return true;
    }

    private static void finish(Runnable then) {
        try {
            then.run();
        } catch (Throwable t) {
            LOG.warn("a payload is durable in quarantine, but who waits for that could not be told", t);
        }
    }

    /** Does it inside of the commit, and returns what is due when that is durable. */
    private Runnable run(Errand errand) throws SQLException {
        if (errand instanceof Errand.Admission admission) {
            return admit(admission.detained());
        } else if (errand instanceof Errand.Dismissal dismissal) {
            ledger.remove(Criteria.of(Selection.of(dismissal.id())));
            return dismissal.done();
        } else if (errand instanceof Errand.Clearance clearance) {
            long gone = ledger.remove(Criteria.of(clearance.selection()));
            return () -> clearance.gone().complete(gone);
        }
        return () -> {};
    }

    private Runnable admit(Detained detained) throws SQLException {
        QuarantinedPayload refused = describe(detained);
        if (detained.parcel().done() instanceof Appeal appeal) {
            QuarantinedPayload known =
                    new QuarantinedPayload(appeal.id(), refused.payload(), refused.bytes(), refused.rejection());
            ledger.revise(known);
            return () -> {
                appeal.refused(known.rejection());
                detained.settle();
                announce(known);
            };
        }
        QuarantinedPayload kept = ledger.append(refused);
        return () -> {
            detained.settle();
            announce(kept);
        };
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
            LOG.warn(
                    "the damaged quarantine is now {}; a new one is begun",
                    ledger.setAside(System.currentTimeMillis()));
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

    /** Nothing came for a while: looks once an hour for what is too old, then gives the file's memory back. */
    private void rest() {
        if (nanos.getAsLong() - expiredAt >= HOUR && ledger.exists()) {
            trim();
        }
        ledger.close();
    }

    private void trim() {
        try {
            boolean looks = nanos.getAsLong() - expiredAt >= HOUR;
            if (!looks && !ledger.isOver(bounds.bytes())) {
                return;
            }
            long gone = ledger.commit(() -> ledger.trim(bounds.bytes())
                    + (looks ? ledger.expire(bounds.age().toMillis()) : 0));
            expiredAt = looks ? nanos.getAsLong() : expiredAt;
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

    /** What is in there. */
    public Register register() {
        return register;
    }

    /** Keeps what waits, if the disk takes it, and ends. */
    public void stop(long millis) throws InterruptedException {
        synchronized (pause) {
            stopping = true;
            pause.notifyAll();
        }
        waiting.add(new Errand.Call());
        thread.join(Math.max(1, millis));
    }
}
