// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** What one connection's topic means: looked up by its bytes, so that a repeated topic costs no text. */
final class Route {

    final String topic;
    /** Null where this is no telemetry that the connection may publish. */
    final Topics.Telemetry telemetry;

    private final ByteBuf bytes;
    private int version = -1;
    private boolean shared;

    private Route(String topic, Topics.Telemetry telemetry, ByteBuf bytes) {
        this.topic = topic;
        this.telemetry = telemetry;
        this.bytes = bytes;
    }

    /** Whether others are subscribed to it as well. Called by the connection's event loop alone. */
    boolean shared(Subscribers subscribers) {
        int now = subscribers.version();
        if (version != now) {
            shared = subscribers.present(topic);
            version = now;
        }
        return shared;
    }

    /** The routes of one connection, by hash of the topic's bytes. Not thread-safe. */
    static final class Table {

        /** Topics remembered of one connection; a gateway beyond it pays for their text anew. */
        private static final int LIMIT = 4_096;

        private final Topics topics;
        private final Login login;
        private Route[] slots = new Route[8];
        private int size;

        Table(Topics topics, Login login) {
            this.topics = topics;
            this.login = login;
        }

        Route find(ByteBuf in, int index, int length) {
            int mask = slots.length - 1;
            int slot = hash(in, index, length) & mask;
            for (Route route = slots[slot]; route != null; route = slots[slot]) {
                if (route.bytes.capacity() == length && ByteBufUtil.equals(route.bytes, 0, in, index, length)) {
                    return route;
                }
                slot = (slot + 1) & mask;
            }
            return learn(in, index, length);
        }

        private Route learn(ByteBuf in, int index, int length) {
            byte[] bytes = new byte[length];
            in.getBytes(index, bytes);
            String topic = new String(bytes, UTF_8);
            Topics.Telemetry telemetry =
                    login.mayPublish(topics, topic) ? topics.telemetry(topic).orElse(null) : null;
            Route route = new Route(topic, telemetry, Unpooled.wrappedBuffer(bytes));
            if (telemetry != null) {
                keep(route);
            }
            return route;
        }

        private void keep(Route route) {
            if (size >= LIMIT) {
                slots = new Route[8];
                size = 0;
            } else if (size * 2 >= slots.length) {
                Route[] old = slots;
                slots = new Route[old.length * 2];
                for (Route kept : old) {
                    if (kept != null) {
                        place(kept);
                    }
                }
            }
            place(route);
            size++;
        }

        private void place(Route route) {
            int mask = slots.length - 1;
            int slot = hash(route.bytes, 0, route.bytes.capacity()) & mask;
            while (slots[slot] != null) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = route;
        }

        private static int hash(ByteBuf in, int index, int length) {
            long hash = length;
            int end = index + length;
            int at = index;
            for (; at + 8 <= end; at += 8) {
                hash = (hash ^ in.getLong(at)) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 29;
            }
            for (; at < end; at++) {
                hash = (hash ^ in.getByte(at)) * 0x9E3779B97F4A7C15L;
            }
            return (int) (hash >>> 32);
        }
    }
}
