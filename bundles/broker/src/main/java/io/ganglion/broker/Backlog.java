// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What waits to leave one connection, in order: letters of the node, and packets of Artemis that came behind them.
 * Where too many letters wait the oldest leaves; packets stay, Artemis bounds them by its own window. Thread-safe.
 */
final class Backlog {

    /** Letters of all connections together; beyond it a letter is paid for with an older one of the same connection. */
    static final long BYTES_LIMIT = 16 << 20;

    private final int limit;
    private final AtomicLong waiting;
    /** {@link Listener}, beside it the body; or {@link MqttPublishMessage}. */
    private Object[] entries = new Object[16];

    private byte[][] bodies = new byte[16][];
    private int head;
    private int size;
    private int letters;
    private long dropped;
    private boolean expected;
    private boolean closed;

    /**
     * @param limit letters that may wait
     * @param waiting bytes that wait at all connections
     */
    Backlog(int limit, AtomicLong waiting) {
        this.limit = limit;
        this.waiting = waiting;
    }

    /** Takes a letter. True where the event loop must be told: nobody has since it last said {@link #emptying}. */
    synchronized boolean add(Listener listener, byte[] body) {
        if (closed) {
            return false;
        }
        long bytes = waiting.addAndGet(body.length);
        while (letters >= limit || letters > 0 && bytes > BYTES_LIMIT) {
            bytes = dropOldest();
        }
        append(listener, body);
        letters++;
        boolean news = !expected;
        expected = true;
        return news;
    }

    /** Takes a packet of Artemis' unless it may leave at once, because nothing waits and there is room for it. */
    synchronized boolean keep(MqttPublishMessage packet, boolean room) {
        if (closed || size == 0 && room) {
            return false;
        }
        append(packet, null);
        return true;
    }

    /** Whoever adds from here on tells the event loop again. */
    synchronized void emptying() {
        expected = false;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    synchronized long dropped() {
        return dropped;
    }

    /**
     * Moves what may leave now, oldest first, to the given arrays.
     *
     * @param ids packet identifiers that are free; without one only QoS 0 leaves
     * @param bytesLimit about how many bytes, at least one message
     * @return how many were moved
     */
    synchronized int take(Object[] taken, byte[][] takenBodies, int ids, int bytesLimit) {
        int count = 0;
        int idsLeft = ids;
        long bytes = 0;
        while (count < taken.length && size > 0 && bytes < bytesLimit) {
            Object entry = entries[head];
            byte[] body = bodies[head];
            if (wantsId(entry) && idsLeft-- <= 0) {
                break;
            }
            taken[count] = entry;
            takenBodies[count++] = body;
            removeHead();
            if (body != null) {
                letters--;
                bytes += body.length;
            }
        }
        waiting.addAndGet(-bytes);
        return count;
    }

    private static boolean wantsId(Object entry) {
        return entry instanceof Listener listener
                ? listener.qos() > 0
                : ((MqttPublishMessage) entry).fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
    }

    private void removeHead() {
        entries[head] = null;
        bodies[head] = null;
        head = head + 1 & entries.length - 1;
        size--;
    }

    private void append(Object entry, byte[] body) {
        if (size == entries.length) {
            grow();
        }
        int at = head + size & entries.length - 1;
        entries[at] = entry;
        bodies[at] = body;
        size++;
    }

    private void grow() {
        Object[] moreEntries = new Object[2 * size];
        byte[][] moreBodies = new byte[2 * size][];
        for (int i = 0; i < size; i++) {
            int at = head + i & entries.length - 1;
            moreEntries[i] = entries[at];
            moreBodies[i] = bodies[at];
        }
        entries = moreEntries;
        bodies = moreBodies;
        head = 0;
    }

    /** The oldest letter goes; packets before it move up. Returns the bytes that wait then. */
    private long dropOldest() {
        int at = head;
        while (bodies[at] == null) {
            at = at + 1 & entries.length - 1;
        }
        byte[] gone = bodies[at];
        while (at != head) {
            int before = at - 1 & entries.length - 1;
            entries[at] = entries[before];
            bodies[at] = bodies[before];
            at = before;
        }
        removeHead();
        letters--;
        dropped++;
        return waiting.addAndGet(-gone.length);
    }

    /** Forgets everything, and takes nothing any more. */
    synchronized void close(Consumer<MqttPublishMessage> kept) {
        closed = true;
        for (; size > 0; removeHead()) {
            if (entries[head] instanceof MqttPublishMessage packet) {
                kept.accept(packet);
            } else {
                waiting.addAndGet(-bodies[head].length);
            }
        }
        letters = 0;
    }
}
