// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the node publishes and Artemis keeps: for those who are away, and for those who subscribe later. Thread-safe. */
final class Depot {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private final ActiveMQServer server;
    private final OperationContext context;

    Depot(ActiveMQServer server) {
        this.server = server;
        this.context = server.newOperationContext();
    }

    /** One step of storing. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Puts a message into subscribers' queues; false where it cannot be stored. */
    boolean store(String topic, byte[] body, List<Queue> queues) {
        return inOrder(topic, () -> route(message(topic, body, false), queues));
    }

    /**
     * Likewise, and keeps it in place of the topic's last one; an empty body keeps none.
     *
     * @param queues asked as late as can be: whoever subscribes meanwhile gets the topic's last one
     */
    boolean retain(String topic, byte[] body, Supplier<List<Queue>> queues) {
        return inOrder(topic, () -> {
            Queue kept = retainedQueue(topic);
            List<Queue> heard = queues.get();
            if (!heard.isEmpty()) {
                route(message(topic, body, true), heard);
            }
            replace(kept, topic, body);
        });
    }

    /** One at a time and in one context: Artemis keeps the order of messages within a context only. */
    private synchronized boolean inOrder(String topic, Work work) {
        if (!server.isStarted() || server.getPagingManager().isDiskFull()) {
            return false;
        }
        server.getStorageManager().setContext(context);
        try {
            work.run();
            return true;
        } catch (Exception e) {
            LOG.warn("not published: topic={}: {}", topic, e.getMessage());
            return false;
        } finally {
            // Artemis keeps contexts by thread, and this thread is not its own.
            server.getStorageManager().clearContext();
        }
    }

    /** Into these queues and no others: Artemis' own routing would find those of live sessions too. */
    private void route(Message message, List<Queue> queues) throws Exception {
        RoutingContextImpl routing = new RoutingContextImpl(null);
        routing.setRoutingType(RoutingType.MULTICAST);
        for (Queue queue : queues) {
            queue.route(message, routing);
        }
        server.getPostOffice().processRoute(message, routing, false);
    }

    private Message message(String topic, byte[] body, boolean retained) throws Exception {
        StorageManager storage = server.getStorageManager();
        CoreMessage message = new CoreMessage(storage.generateID(), body.length + 128);
        message.setAddress(SimpleString.of(topic));
        message.setRoutingType(RoutingType.MULTICAST);
        message.setType(Message.BYTES_TYPE);
        message.setDurable(true);
        message.setTimestamp(System.currentTimeMillis());
        message.putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, 1);
        message.putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, retained);
        message.getBodyBuffer().writeBytes(body);
        return LargeServerMessageImpl.checkLargeMessage(message, storage);
    }

    /** Made before the message goes out, even for none to keep: from then on {@link Subscribers} send all through here. */
    private Queue retainedQueue(String topic) throws Exception {
        String name = MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX + topic;
        Queue queue = server.locateQueue(name);
        return queue == null ? server.createQueue(QueueConfiguration.of(name).setAutoCreated(true)) : queue;
    }

    /** The new one first, then the old ones go: a kill in between leaves two, of which the last counts. */
    private void replace(Queue queue, String topic, byte[] body) throws Exception {
        List<Long> old = ids(queue);
        if (body.length > 0) {
            MQTTUtil.sendMessageDirectlyToQueue(
                    server.getStorageManager(), server.getPostOffice(), message(topic, body, true), queue, null);
        }
        for (long id : old) {
            queue.deleteReference(id);
        }
    }

    private static List<Long> ids(Queue queue) throws ActiveMQException {
        List<Long> ids = new ArrayList<>();
        try (LinkedListIterator<MessageReference> kept = queue.iterator()) {
            while (kept.hasNext()) {
                ids.add(kept.next().getMessageID());
            }
        }
        return ids;
    }
}
