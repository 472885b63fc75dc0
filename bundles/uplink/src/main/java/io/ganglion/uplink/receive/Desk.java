// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.uplink.message.MessageId;
import io.ganglion.uplink.wire.Line;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deliveries in the order of arrival, and which messages are under way. What is complete is remembered on disk first and
 * acknowledged then, many with one write, in order. Thread-safe.
 */
final class Desk {

    /** What becomes of a message by its identity. */
    enum Admission {
        NEW,
        /** This node answers for it already, or is about to, and the delivery's answer waits for that. */
        KNOWN
    }

    /** A message that is being taken, until it is on disk that it was; others wait for its answer. */
    private static final class Taking {
        private final List<Delivery> others = new ArrayList<>(1);
        private boolean answered;
    }

    private final Seen seen;
    private final Executor writer;
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private final Map<MessageId, Taking> underWay = new HashMap<>();
    private final AtomicLong duplicates = new AtomicLong();
    private boolean writing;
    private volatile String trouble = "";

    /** @param writer one thread */
    Desk(Seen seen, Executor writer) {
        this.seen = seen;
        this.writer = writer;
    }

    synchronized Delivery open(Line line, int number) {
        Delivery delivery = new Delivery(line, number);
        deliveries.add(delivery);
        return delivery;
    }

    /**
     * Asks for a message of a delivery; where it is new, the delivery waits for it. Called by one thread.
     */
    Admission admit(Delivery delivery, Optional<MessageId> id) throws SQLException {
        // Under way first: what no longer is has been added to what is seen. The disk is asked without the lock, for
        // partitions come here with their answers.
        if (id.isPresent() && (isUnderWay(delivery, id.get()) || seen.contains(id.get()))) {
            duplicates.incrementAndGet();
            return Admission.KNOWN;
        }
        synchronized (this) {
            id.ifPresent(fresh -> underWay.put(fresh, new Taking()));
            delivery.await();
        }
        return Admission.NEW;
    }

    private synchronized boolean isUnderWay(Delivery delivery, MessageId id) {
        Taking taking = underWay.get(id);
        // What is answered already settles before this delivery does: deliveries settle in order.
        if (taking != null && !taking.answered) {
            taking.others.add(delivery);
            delivery.await();
        }
        return taking != null;
    }

    /** Where nobody can say whether it is known. */
    synchronized Admission admitUnknown(Delivery delivery) {
        delivery.await();
        return Admission.NEW;
    }

    /** This node answers for a message. */
    synchronized void done(Delivery delivery, Optional<MessageId> id) {
        boolean complete = delivery.finish();
        if (id.isPresent()) {
            delivery.took(id.get());
            complete |= answered(id.get());
        }
        if (complete) {
            write();
        }
    }

    private boolean answered(MessageId id) {
        boolean complete = false;
        Taking taking = underWay.get(id);
        if (taking != null) {
            taking.answered = true;
            for (Delivery other : taking.others) {
                complete |= other.finish();
            }
        }
        return complete;
    }

    /** All of a delivery has been offered. */
    synchronized void read(Delivery delivery) {
        if (delivery.finish()) {
            write();
        }
    }

    private void write() {
        if (!writing) {
            writing = true;
            try {
                writer.execute(this::settle);
            } catch (RejectedExecutionException e) {
                // Closed meanwhile: what is not acknowledged comes again.
            }
        }
    }

    private void settle() {
        List<Delivery> complete = new ArrayList<>();
        synchronized (this) {
            writing = false;
            while (!deliveries.isEmpty() && deliveries.getFirst().isComplete()) {
                complete.add(deliveries.removeFirst());
            }
        }
        try {
            for (Delivery delivery : complete) {
                for (MessageId id : delivery.taken()) {
                    seen.add(id);
                }
            }
            if (!complete.isEmpty()) {
                seen.commit();
            }
            trouble = "";
        } catch (SQLException e) {
            // Acknowledged all the same: this node has them, and the store knows an exact duplicate by itself.
            trouble = "what was received cannot be remembered: " + e.getMessage();
        }
        synchronized (this) {
            complete.forEach(delivery -> delivery.taken().forEach(underWay::remove));
        }
        complete.forEach(Delivery::acknowledge);
    }

    long duplicates() {
        return duplicates.get();
    }

    String trouble() {
        return trouble;
    }
}
