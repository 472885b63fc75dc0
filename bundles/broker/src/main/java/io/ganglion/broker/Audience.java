// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.List;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Who hears a topic when the node itself publishes.
 *
 * @param live sessions that get it straight from the node
 * @param queues what Artemis delivers from: durable and shared subscriptions, and all where the topic is a retained one
 * @param all every queue that takes the topic in, of live sessions too: a retained message goes through Artemis
 */
record Audience(List<Listener> live, List<Queue> queues, List<Queue> all) {
    Audience {
        live = List.copyOf(live);
        queues = List.copyOf(queues);
        all = List.copyOf(all);
    }
}
