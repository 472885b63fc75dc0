// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.flow.Outlet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Publishes what the node has to say, in-process, at QoS 1: to live sessions by their mailboxes, to all others through
 * Artemis. Without a subscriber it costs a look into a map.
 */
final class LocalOutlet implements Outlet {

    private final Subscribers subscribers;
    private final Depot depot;
    /** Mailboxes with news that their event loops were not told yet. */
    private final Queue<Mailbox> news = new ConcurrentLinkedQueue<>();

    LocalOutlet(Subscribers subscribers, Depot depot) {
        this.subscribers = subscribers;
        this.depot = depot;
    }

    @Override
    public boolean publish(String topic, byte[] body, boolean retained) {
        boolean published = retained
                ? depot.retain(topic, body, () -> subscribers.audience(topic).all())
                : enqueue(topic, body);
        flush();
        return published;
    }

    @Override
    public boolean enqueue(String topic, byte[] body) {
        Audience audience = subscribers.audience(topic);
        // The depot first: where it refuses, nobody has the message.
        if (!audience.queues().isEmpty() && !depot.store(topic, body, audience.queues())) {
            return false;
        }
        List<Listener> live = audience.live();
        for (int i = 0; i < live.size(); i++) {
            Listener listener = live.get(i);
            if (listener.mailbox().offer(listener, body)) {
                news.add(listener.mailbox());
            }
        }
        return true;
    }

    @Override
    public void flush() {
        for (Mailbox mailbox = news.poll(); mailbox != null; mailbox = news.poll()) {
            mailbox.wake();
        }
    }
}
