// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.flow.FlowCounters;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The books of one partition, and the room in it.
 *
 * <p>What is in flight is never counted: it is what was received and is neither accepted nor quarantined yet. The two are
 * read before the first, so every snapshot balances without a lock. Each count has a cache line of its own.
 */
final class Books {

    private static final int LINE = 16;
    private static final int ROOM = LINE;
    private static final int RECEIVED = 2 * LINE;
    private static final int PUSHED_BACK = 3 * LINE;
    private static final int ACCEPTED = 4 * LINE;
    private static final int QUARANTINED = 5 * LINE;
    private static final int SCORED = 6 * LINE;
    private static final int PUBLISHED = 7 * LINE;
    private static final int DETAINED = 8 * LINE;
    private static final int OBSERVATIONS = 9 * LINE;
    private static final int THROTTLED = 10 * LINE;

    /** Rows above, bytes below: one atomic step keeps both. */
    private static final int ROW_SHIFT = 40;

    private static final long ROW = 1L << ROW_SHIFT;
    private static final long BYTES = ROW - 1;

    private final AtomicLongArray cells = new AtomicLongArray(11 * LINE);
    private final int rows;
    private final long bytes;

    Books(int rows, long bytes) {
        this.rows = rows;
        this.bytes = bytes;
    }

    /** Takes a parcel in, or counts the refusal. Any thread. */
    boolean enter(int weight) {
        long taken = cells.addAndGet(ROOM, ROW + weight);
        if (over(taken, rows, bytes)) {
            cells.addAndGet(ROOM, -(ROW + weight));
            pushBack();
            return false;
        }
        cells.getAndIncrement(RECEIVED);
        return true;
    }

    /** Whether half of the room is taken. */
    boolean isHalfFull() {
        return over(cells.getAcquire(ROOM), rows / 2, bytes / 2);
    }

    private static boolean over(long taken, long rows, long bytes) {
        return taken >>> ROW_SHIFT > rows || (taken & BYTES) > bytes;
    }

    void pushBack() {
        cells.getAndIncrement(PUSHED_BACK);
    }

    /** A device sends more than its rate. */
    void throttle() {
        cells.getAndIncrement(THROTTLED);
        pushBack();
    }

    /** Gives the room of parcels back: they have been worked on. The partition's thread, as all below. */
    void leave(int count, long weight) {
        cells.addAndGet(ROOM, -(count * ROW + weight));
    }

    void accept(int payloads, int holding) {
        bump(ACCEPTED, payloads);
        bump(OBSERVATIONS, holding);
    }

    void detain(int weight) {
        bump(DETAINED, ROW + weight);
    }

    void quarantine(int weight) {
        bump(DETAINED, -(ROW + weight));
        bump(QUARANTINED, 1);
    }

    void score() {
        bump(SCORED, 1);
    }

    void publish() {
        bump(PUBLISHED, 1);
    }

    private void bump(int cell, long by) {
        cells.setRelease(cell, cells.getPlain(cell) + by);
    }

    /** Whether so much waits for the quarantine that senders of bad payloads must wait outside. */
    boolean isCrowded() {
        long detained = cells.getAcquire(DETAINED);
        return detained != 0 && over(detained, rows / 2, bytes / 2);
    }

    /**
     * Whether so much waits for the quarantine that everybody must wait outside. More than one sender can bring about
     * alone: when it becomes crowded, a whole queue of the same sender's payloads may already be in.
     */
    boolean isShut() {
        return over(cells.getAcquire(DETAINED), 2L * rows, 2 * bytes);
    }

    FlowCounters snapshot() {
        long accepted = cells.getAcquire(ACCEPTED);
        long quarantined = cells.getAcquire(QUARANTINED);
        long received = cells.getAcquire(RECEIVED);
        return new FlowCounters(
                received,
                accepted,
                quarantined,
                received - accepted - quarantined,
                cells.getAcquire(PUSHED_BACK),
                cells.getAcquire(SCORED),
                cells.getAcquire(PUBLISHED),
                cells.getAcquire(OBSERVATIONS),
                cells.getAcquire(THROTTLED));
    }
}
