// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Quarantine.Replay;
import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.pipeline.lane.Appeal;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Offers quarantined payloads again. Few at a time and behind what devices send now: the door lets a replayed payload in
 * only while its partition is half empty. Thread-safe; the work is done by the caller's thread.
 */
public final class Replayer {

    /** How many are on their way at once. */
    private static final int WINDOW = 256;

    private static final int PAGE = 64;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final Ward ward;
    private final Intake door;
    private final Supplier<String> trouble;
    private final LongSupplier nanos;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * @param door where {@link Appeal}s are offered
     * @param trouble why nothing moves
     * @param nanos the clock of the patience
     */
    public Replayer(Ward ward, Intake door, Supplier<String> trouble, LongSupplier nanos) {
        this.ward = ward;
        this.door = door;
        this.trouble = trouble;
        this.nanos = nanos;
    }

    /** Blocks; see {@link io.ganglion.api.flow.Quarantine#replay}. */
    public Replay replay(Selection selection) {
        if (!one.tryLock()) {
            throw new IllegalStateException("another replay runs; wait for its end and ask again");
        }
        try {
            return new Session(selection).run();
        } finally {
            one.unlock();
        }
    }

    /** One replay. */
    private final class Session {

        private final Selection selection;
        private final Tally tally = new Tally();
        private final Semaphore window = new Semaphore(WINDOW);
        private final AtomicLong answered = new AtomicLong();
        private long offered;
        private long moved = nanos.getAsLong();
        private long seen;

        Session(Selection selection) {
            this.selection = selection;
        }

        Replay run() {
            long newest = ward.register().newest();
            long after = 0;
            boolean goesOn = true;
            while (goesOn) {
                // What is refused again keeps its id: it is behind us, and not met a second time.
                List<QuarantinedPayload> page = ward.register().page(selection, after, newest, PAGE);
                Iterator<QuarantinedPayload> entries = page.iterator();
                while (goesOn && entries.hasNext()) {
                    QuarantinedPayload entry = entries.next();
                    goesOn = offer(entry);
                    after = goesOn ? entry.id() : after;
                }
                goesOn &= !page.isEmpty();
            }
            await(() -> answered.get() == offered);
            long left = offered - answered.get() + ward.register().count(selection, after, newest);
            return tally.close(left, left == 0 ? "" : why());
        }

        private String why() {
            String known = trouble.get();
            return known.isEmpty() ? "they were not answered in time. Replay them again" : known;
        }

        /** Whether it goes on: not where nothing moves, nor where somebody has had enough. */
        private boolean offer(QuarantinedPayload entry) {
            if (entry.bytes() > entry.payload().body().length) {
                tally.refused(entry, entry.rejection());
                return true;
            }
            if (!await(window::tryAcquire)) {
                return false;
            }
            offered++;
            Ticket ticket = new Ticket(entry);
            if (await(() -> door.offer(again(entry.payload()), ticket))) {
                return true;
            }
            offered--;
            return false;
        }

        private boolean await(BooleanSupplier met) {
            while (!met.getAsBoolean()) {
                long now = nanos.getAsLong();
                if (answered.get() != seen) {
                    seen = answered.get();
                    moved = now;
                }
                if (now - moved >= PATIENCE || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(this, PAUSE);
            }
            moved = nanos.getAsLong();
            return true;
        }

        /** One payload on its way. */
        private final class Ticket implements Appeal {

            private final QuarantinedPayload entry;
            private volatile boolean refused;

            Ticket(QuarantinedPayload entry) {
                this.entry = entry;
            }

            @Override
            public long id() {
                return entry.id();
            }

            @Override
            public void refused(Rejection rejection) {
                refused = true;
                tally.refused(entry, rejection);
            }

            @Override
            public void done() {
                if (refused) {
                    answer();
                } else {
                    ward.dismiss(entry.id(), () -> {
                        tally.accepted();
                        answer();
                    });
                }
            }

            private void answer() {
                answered.incrementAndGet();
                window.release();
            }
        }
    }

    private static Payload again(Payload p) {
        return new Payload(
                p.driver(), p.contract(), p.device(), p.topic(), p.mediaType(), p.body(), p.receivedAt(), true);
    }
}
