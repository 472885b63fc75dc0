// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subscriptions of one session, each from its acknowledgement to that of its end. Written by the connection's event
 * loop, read by any thread.
 */
final class Granted {

    private static final int SUBSCRIPTION_IDENTIFIER = MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value();
    private static final int REFUSED = 0x80;

    private final boolean mqtt5;
    /** By packet identifier, until they are answered. */
    private final Map<Integer, MqttSubscribeMessage> coming = new HashMap<>();

    private final Map<Integer, List<String>> going = new HashMap<>();
    private volatile Map<String, Subscription> current = Map.of();

    Granted(boolean mqtt5) {
        this.mqtt5 = mqtt5;
    }

    /** @param id MQTT 5's subscription identifier, 0 for none */
    private record Subscription(int qos, int id) {}

    /**
     * How a topic is heard.
     *
     * @param qos the highest of all subscriptions that take it in; the node itself publishes at QoS 1
     * @param properties length and properties of MQTT 5, which name these subscriptions; empty for MQTT 3
     */
    record Hearing(int qos, byte[] properties) {}

    void asked(MqttSubscribeMessage packet) {
        coming.put(packet.variableHeader().messageId(), packet);
    }

    void asked(MqttUnsubscribeMessage packet) {
        going.put(packet.variableHeader().messageId(), packet.payload().topics());
    }

    /** Artemis' answer to what it was asked. */
    void answered(MqttSubAckMessage answer) {
        MqttSubscribeMessage packet = coming.remove(answer.variableHeader().messageId());
        if (packet == null) {
            return;
        }
        int id = packet.idAndPropertiesVariableHeader().properties().getProperty(SUBSCRIPTION_IDENTIFIER)
                        instanceof IntegerProperty given
                ? given.value()
                : 0;
        Map<String, Subscription> next = new HashMap<>(current);
        List<MqttTopicSubscription> asked = packet.payload().topicSubscriptions();
        for (int i = 0; i < asked.size(); i++) {
            int code = answer.payload().reasonCodes().get(i);
            // Who shares a subscription is Artemis' to say.
            if (code < REFUSED && !Topics.isShared(asked.get(i).topicFilter())) {
                next.put(asked.get(i).topicFilter(), new Subscription(code, id));
            }
        }
        current = Map.copyOf(next);
    }

    /** The end of subscriptions is acknowledged. */
    void ended(int packetId) {
        List<String> gone = going.remove(packetId);
        if (gone != null) {
            Map<String, Subscription> next = new HashMap<>(current);
            next.keySet().removeAll(gone);
            current = Map.copyOf(next);
        }
    }

    /** Empty where no subscription takes the topic in. Any thread. */
    Optional<Hearing> hearing(String topic) {
        int qos = -1;
        ByteBuf ids = Unpooled.buffer(16);
        for (Map.Entry<String, Subscription> entry : current.entrySet()) {
            if (Topics.matches(entry.getKey(), topic)) {
                Subscription subscription = entry.getValue();
                qos = Math.max(qos, Math.min(subscription.qos(), 1));
                if (subscription.id() > 0) {
                    variable(ids.writeByte(SUBSCRIPTION_IDENTIFIER), subscription.id());
                }
            }
        }
        return qos < 0 ? Optional.empty() : Optional.of(new Hearing(qos, mqtt5 ? withLength(ids) : new byte[0]));
    }

    private static byte[] withLength(ByteBuf properties) {
        ByteBuf out = Unpooled.buffer(properties.readableBytes() + 4);
        variable(out, properties.readableBytes());
        out.writeBytes(properties);
        return ByteBufUtil.getBytes(out);
    }

    /** MQTT's variable byte integer. */
    static void variable(ByteBuf out, int value) {
        int rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.writeByte(rest & 0x7F | 0x80);
        }
        out.writeByte(rest);
    }
}
