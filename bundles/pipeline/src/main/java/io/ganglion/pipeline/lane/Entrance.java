// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import java.util.Queue;
import java.util.function.LongSupplier;

/** Who may come into a partition now. Thread-safe. */
final class Entrance {

    private final Room room;
    private final Allowance allowance;
    private final Lanes lanes;
    private final Books books;
    private final Queue<Parcel> queue;
    private final Runnable wake;
    private final LongSupplier nanos;

    /**
     * @param queue has room for whatever the books let in
     * @param wake called after a parcel was queued
     */
    Entrance(
            Room room,
            Allowance allowance,
            Lanes lanes,
            Books books,
            Queue<Parcel> queue,
            Runnable wake,
            LongSupplier nanos) {
        this.room = room;
        this.allowance = allowance;
        this.lanes = lanes;
        this.books = books;
        this.queue = queue;
        this.wake = wake;
        this.nanos = nanos;
    }

    /** Returns at once; false where the sender keeps the payload. */
    boolean offer(Payload payload, Acknowledgement done) {
        if (done instanceof Appeal) {
            // What comes out of the quarantine makes way for what devices send now; that is no news to anybody.
            return !books.isHalfFull() && !books.isCrowded() && enter(payload, done, null);
        }
        boolean crowded = books.isCrowded();
        if (!crowded && !allowance.isLimited()) {
            return enter(payload, done, null);
        }
        Lane lane = lanes.find(payload.contract(), payload.device());
        if (crowded && !mayPassCrowd(lane)) {
            books.pushBack();
            return false;
        }
        return lane == null || !allowance.isLimited()
                ? enter(payload, done, lane)
                : enterWithinAllowance(payload, done, lane);
    }

    /** While the quarantine cannot keep up, senders of bad payloads and strangers wait outside, and good devices pass. */
    private boolean mayPassCrowd(Lane lane) {
        return !books.isShut() && lane != null && lane.isClean();
    }

    /** A device is charged for what is taken only: one that a full partition refused must not pay for its retries. */
    private boolean enterWithinAllowance(Payload payload, Acknowledgement done, Lane lane) {
        long now = nanos.getAsLong();
        if (lane.isSpent(allowance, now)) {
            lane.throttle();
            books.throttle();
            return false;
        }
        if (!enter(payload, done, lane)) {
            return false;
        }
        lane.charge(allowance, now);
        return true;
    }

    private boolean enter(Payload payload, Acknowledgement done, Lane lane) {
        Parcel parcel = Parcel.of(payload, done, room.payload(), lane);
        if (!books.enter(parcel.weight())) {
            return false;
        }
        if (!queue.offer(parcel)) {
            throw new AssertionError("the books let in more than the queue holds: rows=" + room.rows());
        }
        wake.run();
        return true;
    }
}
