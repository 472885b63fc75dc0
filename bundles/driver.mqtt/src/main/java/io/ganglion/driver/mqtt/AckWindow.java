// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import io.ganglion.api.flow.Acknowledgement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * The messages of one session that the node has not answered for yet. Acknowledges in the order of arrival, as MQTT asks
 * (3.1.1, 4.6), whatever the order in which the partitions finish. Belongs to one session: an acknowledgement that comes
 * after its session ended is dropped, for the broker may have given the same message id to another message since.
 *
 * <p>Thread-safe.
 */
final class AckWindow {
    private final IntConsumer sender;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private boolean closed;

    /** @param sender acknowledges one message id; must not block */
    AckWindow(IntConsumer sender) {
        this.sender = sender;
    }

    private final class Slot implements Acknowledgement {
        private final int id;
        private boolean done;

        private Slot(int id) {
            this.id = id;
        }

        @Override
        public void done() {
            finish(this);
        }
    }

    /** Takes a place for a message; its acknowledgement may be called by any thread. */
    synchronized Acknowledgement open(int id) {
        Slot slot = new Slot(id);
        slots.add(slot);
        return slot;
    }

    private synchronized void finish(Slot finished) {
        finished.done = true;
        // Sending inside of the lock keeps the order; the sender only queues.
        while (!closed && !slots.isEmpty() && slots.peek().done) {
            sender.accept(slots.remove().id);
        }
    }

    synchronized int size() {
        return slots.size();
    }

    synchronized void close() {
        closed = true;
        slots.clear();
    }
}
