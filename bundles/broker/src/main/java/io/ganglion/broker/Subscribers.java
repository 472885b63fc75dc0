// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether anybody is subscribed to a topic, present or away. Artemis can tell as well, but only by routing; most
 * messages of a node have no subscriber, and should not cost one.
 *
 * <p>Thread-safe. Whoever asks after a subscription was acknowledged sees it.
 */
final class Subscribers {

    /** Topics remembered between two changes; beyond it they are matched anew each time. */
    private static final int REMEMBERED = 16_384;

    private final Supplier<List<String>> filters;
    private volatile int version;
    private volatile Snapshot snapshot = new Snapshot(-1, List.of());

    /** @param filters reads the topic filters that are subscribed to now */
    Subscribers(Supplier<List<String>> filters) {
        this.filters = filters;
    }

    private record Snapshot(int version, List<String> filters, Map<String, Boolean> known) {
        Snapshot(int version, List<String> filters) {
            this(version, filters, new ConcurrentHashMap<>());
        }
    }

    /** Called after a subscription came or went. */
    synchronized void changed() {
        // Never the version of the empty snapshot that all begins with.
        version = (version + 1) & Integer.MAX_VALUE;
    }

    /** Changes whenever an answer of {@link #present} might. */
    int version() {
        return version;
    }

    boolean present(String topic) {
        Snapshot current = current();
        if (current.filters().isEmpty()) {
            return false;
        }
        Boolean known = current.known().get(topic);
        if (known == null) {
            known = current.filters().stream().anyMatch(filter -> Topics.matches(filter, topic));
            if (current.known().size() < REMEMBERED) {
                current.known().put(topic, known);
            }
        }
        return known;
    }

    private Snapshot current() {
        Snapshot current = snapshot;
        int now = version;
        if (current.version() != now) {
            // Read after the version: a change in between leaves this snapshot outdated, and it is read again.
            current = new Snapshot(now, filters.get());
            snapshot = current;
        }
        return current;
    }
}
