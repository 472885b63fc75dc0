// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Who is subscribed to a topic, present or away. Artemis can tell as well, but only by routing; most messages of a node
 * have no subscriber, and should not cost one.
 *
 * <p>Thread-safe. Whoever asks after a subscription was acknowledged sees it.
 */
final class Subscribers {

    /** Topics remembered between two changes; beyond it they are matched anew each time. */
    private static final int REMEMBERED = 16_384;

    private final Supplier<Bindings> bindings;
    private volatile int version;
    private volatile Snapshot snapshot = new Snapshot(-1, new Bindings(List.of(), Set.of()));

    /** @param bindings reads what is subscribed to now */
    Subscribers(Supplier<Bindings> bindings) {
        this.bindings = bindings;
    }

    /**
     * A subscription's queue.
     *
     * @param filter the topics that it takes in
     * @param mailbox the live session that alone it belongs to; empty where Artemis delivers from it
     */
    record Bound(String filter, Queue queue, Optional<Mailbox> mailbox) {}

    /**
     * All that Artemis has bound.
     *
     * @param queues one for each subscription, or share of one
     * @param retained topics that ever had a retained message
     */
    record Bindings(List<Bound> queues, Set<String> retained) {}

    private record Snapshot(
            int version, Bindings bindings, Map<String, Boolean> present, Map<String, Audience> audiences) {

        Snapshot(int version, Bindings bindings) {
            this(version, bindings, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        boolean isPresent(String topic) {
            return bindings.queues().stream().anyMatch(bound -> Topics.matches(bound.filter(), topic));
        }

        /**
         * A topic that was ever retained goes through Artemis for all and for good: a new subscriber gets its last
         * message from there, and no newer one may overtake that.
         */
        Audience audience(String topic) {
            List<Queue> all = new ArrayList<>();
            List<Queue> queues = new ArrayList<>();
            Set<Mailbox> mailboxes = new LinkedHashSet<>();
            boolean retained = bindings.retained().contains(topic);
            for (Bound bound : bindings.queues()) {
                if (Topics.matches(bound.filter(), topic)) {
                    all.add(bound.queue());
                    if (retained || bound.mailbox().isEmpty()) {
                        queues.add(bound.queue());
                    } else {
                        mailboxes.add(bound.mailbox().get());
                    }
                }
            }
            byte[] encoded = Listener.encoded(topic);
            List<Listener> live = mailboxes.stream()
                    .flatMap(mailbox -> mailbox.listener(topic, encoded).stream())
                    .toList();
            return new Audience(live, queues, all);
        }
    }

    /** Called after a subscription came or went, or was acknowledged. */
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
        if (current.bindings().queues().isEmpty()) {
            return false;
        }
        Boolean known = current.present().get(topic);
        if (known == null) {
            known = current.isPresent(topic);
            if (current.present().size() < REMEMBERED) {
                current.present().put(topic, known);
            }
        }
        return known;
    }

    Audience audience(String topic) {
        Snapshot current = current();
        Audience known = current.audiences().get(topic);
        if (known == null) {
            known = current.audience(topic);
            if (current.audiences().size() < REMEMBERED) {
                current.audiences().put(topic, known);
            }
        }
        return known;
    }

    private Snapshot current() {
        Snapshot current = snapshot;
        int now = version;
        if (current.version() != now) {
            // Read after the version: a change in between leaves this snapshot outdated, and it is read again.
            current = new Snapshot(now, bindings.get());
            snapshot = current;
        }
        return current;
    }
}
