// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.flow.Stage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * A partition's thread and the queue in front of it. Sleeps while there is nothing to do; a sender wakes it only if it
 * sleeps, so that under load nobody pays for waking: see {@link Pace}.
 */
final class PartitionThread implements Runnable {

    private static final long SECOND = 1_000_000_000L;
    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(PartitionThread.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int index;
    final Lanes lanes;
    final Trail trail;
    final Books books;
    final Entrance entrance;
    private final Partition partition;
    private final Press press;
    private final Vault vault;
    private final Troubles troubles;
    private final LongSupplier nanos;
    private final Thread thread;
    private final Queue<Parcel> queue;
    private final Queue<Detained> durable = new ConcurrentLinkedQueue<>();
    /** Taken from the queue; worked on up to {@code next}, filled up to {@code filled}. */
    private final Parcel[] batch;

    private int next;
    private int filled;

    private volatile Fittings ordered = Fittings.NONE;
    private volatile Fittings fitted = Fittings.NONE;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    @SuppressWarnings("unused") // through the handle
    private volatile boolean asleep;

    private Contracts contracts;
    private Decoder decoder;
    private List<StageSlot> slots = List.of();
    private final Pace pace = new Pace();
    private int naps;
    private boolean mustRetry;
    private long retriedAt;

    PartitionThread(
            int index,
            Room room,
            Set<String> required,
            Allowance allowance,
            Cadence cadence,
            Followers followers,
            Detention detention,
            Troubles troubles,
            LongSupplier nanos) {
        this.index = index;
        this.troubles = troubles;
        this.nanos = nanos;
        // Room for what the books let in, so that an offer behind the books cannot fail.
        queue = new MpscAtomicArrayQueue<>(Math.max(2, room.rows()));
        batch = new Parcel[room.batch()];
        lanes = new Lanes(room.devices());
        trail = new Trail(room.trail());
        books = new Books(room.rows(), room.bytes());
        entrance = new Entrance(room, allowance, lanes, books, queue, this::wake, nanos);
        press = new Press(cadence, books, troubles);
        vault = new Vault(required, room.rows(), this::wake, troubles);
        partition = new Partition(
                room.batch(),
                room.payload(),
                lanes,
                trail,
                books,
                press,
                vault,
                followers,
                detention,
                this::settled,
                troubles);
        thread = new Thread(this, "ganglion-partition-" + index);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void settled(Detained detained) {
        durable.add(detained);
        wake();
    }

    private void wake() {
        // What we queued must be visible before we look whether it sleeps; it looks the other way round.
        VarHandle.fullFence();
        if ((boolean) ASLEEP.getOpaque(this) && ASLEEP.compareAndSet(this, true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Orders an exchange; it takes effect before the next batch. */
    void order(Fittings fittings) {
        ordered = fittings;
        wake();
    }

    /** Whether an order has taken effect: nothing that it left out is called any more. */
    boolean isFitted(Fittings fittings) {
        return fitted == fittings || !thread.isAlive();
    }

    boolean isItself(Thread other) {
        return other == thread;
    }

    @Override
    public void run() {
        while (!isOver()) {
            try {
                step();
            } catch (Throwable t) {
                // Out of memory, most likely: the batch stands where it stood, and is taken up again.
                troubles.add("partition " + index, "it goes on with the same parcel", t);
                LockSupport.parkNanos(SECOND / 10);
            }
        }
        partition.close();
    }

    private boolean isOver() {
        return abandoned || (stopping && !partition.isBusy() && books.snapshot().inFlight() == 0);
    }

    private void step() {
        if (partition.isBusy()) {
            next = partition.proceed();
        }
        Fittings order = ordered;
        if (order != fitted) {
            fit(order);
        }
        if (mustRetry && nanos.getAsLong() - retriedAt >= SECOND) {
            retry();
        }
        boolean settledSome = settleDurable() | partition.answerKept();
        if (vault.isRefused()) {
            vault.offerAgain();
        }
        if (isOpen() && drain()) {
            pace.batch(filled - next);
            partition.begin(batch, next, filled, nanos.getAsLong());
            next = partition.proceed();
            if (press.owes() && !mustRetry) {
                retryLater();
            }
            naps = 0;
        } else if (!settledSome && !pace.mayNap(naps)) {
            sleep();
        } else if (!settledSome) {
            naps++;
            LockSupport.parkNanos(this, Pace.NAP);
        }
    }

    /** Whether a batch may begin: somebody decodes, and the keepers have taken all that there is. */
    private boolean isOpen() {
        return decoder != null && vault.isOpen();
    }

    /** Takes what is there, unless a batch that became full early left something. */
    private boolean drain() {
        if (next == filled) {
            Arrays.fill(batch, 0, filled, null);
            next = 0;
            filled = 0;
            Parcel parcel;
            while (filled < batch.length && (parcel = queue.poll()) != null) {
                batch[filled++] = parcel;
            }
        }
        return next < filled;
    }

    private boolean settleDurable() {
        boolean any = false;
        Detained detained;
        while ((detained = durable.poll()) != null) {
            partition.settle(detained);
            any = true;
        }
        return any;
    }

    private void sleep() {
        ASLEEP.setVolatile(this, true);
        if (hasNothingToDo() && !stopping) {
            if (vault.isRefused()) {
                LockSupport.parkNanos(this, vault.pause());
            } else if (mustRetry) {
                LockSupport.parkNanos(this, SECOND);
            } else {
                LockSupport.park(this);
            }
        } else if (stopping) {
            // Waits for the quarantine, or for its end: seldom, and never long.
            LockSupport.parkNanos(this, SECOND / 100);
        }
        ASLEEP.setOpaque(this, false);
    }

    private boolean hasNothingToDo() {
        return (!isOpen() || (next == filled && queue.isEmpty()))
                && durable.isEmpty()
                && !vault.hasKept()
                && ordered == fitted;
    }

    private void fit(Fittings order) {
        fitStages(order.stages());
        press.fit(order.outlets());
        vault.fit(order.keepers());
        if (order.contracts().orElse(null) != contracts) {
            contracts = order.contracts().orElse(null);
            decoder = null;
        }
        open();
        partition.fit(decoder, slots);
        fitted = order;
    }

    /** Keepers that went before they had kept all of it. Any thread. */
    List<String> absentKeepers() {
        return vault.absent();
    }

    private void open() {
        if (contracts == null || decoder != null) {
            return;
        }
        try {
            decoder = contracts.newDecoder();
        } catch (Throwable t) {
            troubles.add("opening a decoder", "payloads wait, and it is tried again every second", t);
            retryLater();
        }
    }

    private void fitStages(List<Stage> stages) {
        List<StageSlot> next = new ArrayList<>();
        for (Stage stage : stages) {
            next.add(slots.stream()
                    .filter(slot -> slot.stage == stage)
                    .findFirst()
                    .orElseGet(() -> new StageSlot(stage, index, troubles)));
        }
        slots.stream().filter(slot -> !next.contains(slot)).forEach(StageSlot::close);
        slots = next;
    }

    private void retryLater() {
        mustRetry = true;
        retriedAt = nanos.getAsLong();
    }

    private void retry() {
        open();
        partition.fit(decoder, slots);
        press.retry();
        retriedAt = nanos.getAsLong();
        mustRetry = press.owes() || (contracts != null && decoder == null);
    }

    /** Ends when nothing is in flight any more. Any thread. */
    void stop() {
        stopping = true;
        wake();
    }

    /** Ends after the current batch. */
    void abandon() {
        abandoned = true;
        stopping = true;
        wake();
    }

    /** Whether it ended in time. */
    boolean join(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }
}
