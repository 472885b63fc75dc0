// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.flow.Outlet;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what the node has to say, in-process, at QoS 1. Without a subscriber it costs a look into a map. */
final class LocalOutlet implements Outlet {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private final ActiveMQServer server;
    private final Subscribers subscribers;
    private final OperationContext context;

    LocalOutlet(ActiveMQServer server, Subscribers subscribers) {
        this.server = server;
        this.subscribers = subscribers;
        this.context = server.newOperationContext();
    }

    @Override
    public boolean publish(String topic, byte[] body, boolean retained) {
        boolean heard = subscribers.present(topic);
        if (!heard && !retained) {
            return true;
        }
        if (!server.isStarted() || server.getPagingManager().isDiskFull()) {
            return false;
        }
        return store(topic, body, heard, retained);
    }

    /** One at a time and in one context: Artemis keeps the order of messages within a context only. */
    private synchronized boolean store(String topic, byte[] body, boolean heard, boolean retained) {
        server.getStorageManager().setContext(context);
        try {
            if (heard) {
                server.getPostOffice().route(message(topic, body, retained), false);
            }
            if (retained) {
                retain(topic, body);
            }
            return true;
        } catch (Exception e) {
            LOG.warn("not published: topic={}: {}", topic, e.getMessage());
            return false;
        } finally {
            // Artemis keeps contexts by thread, and this thread is not its own.
            server.getStorageManager().clearContext();
        }
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

    /** The new one first, then the old ones go: a kill in between leaves two, of which the last counts. */
    private void retain(String topic, byte[] body) throws Exception {
        String name = MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX + topic;
        Queue queue = server.locateQueue(name);
        if (queue == null) {
            if (body.length == 0) {
                return;
            }
            queue = server.createQueue(QueueConfiguration.of(name).setAutoCreated(true));
        }
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
