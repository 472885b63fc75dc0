// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what a client wants, as MQTT text, before Artemis sees it, and what Artemis answers, before the client sees
 * it. Runs in the connection's event loop.
 */
final class Gate extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_ALIAS_INVALID = 0x94;

    private final Door door;
    private final Lane lane;
    private Visitor visitor;
    private boolean mqtt5;
    private Login login;
    private boolean sessionCut;
    private String madeClient = "";
    private Subscriptions subscriptions;
    /** Present where the session ends with the connection. */
    private Optional<Mailbox.Capacity> capacity = Optional.empty();

    private Granted granted;
    /** Null until such a session subscribes to something. */
    private Mailbox mailbox;

    Gate(Door door, Lane lane) {
        this.door = door;
        this.lane = lane;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        MqttMessage packet = (MqttMessage) message;
        lane.decoded();
        if (packet.decoderResult().isFailure()) {
            door.meters().malformed.increment();
            LOG.warn(
                    "no MQTT from {}: {}; connection closed",
                    lane.who(),
                    Text.printable(String.valueOf(packet.decoderResult().cause().getMessage())));
            end(packet, MALFORMED);
            return;
        }
        MqttMessageType type = packet.fixedHeader().messageType();
        if ((login == null) != (type == MqttMessageType.CONNECT)) {
            end(packet, PROTOCOL_ERROR);
            return;
        }
        switch (type) {
            case CONNECT -> connect(context, (MqttConnectMessage) packet);
            case PUBLISH -> publish(context, (MqttPublishMessage) packet);
            case SUBSCRIBE -> subscribe(context, (MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> unsubscribe(context, (MqttUnsubscribeMessage) packet);
            case PUBREL -> {
                door.exactlyOnce().released(visitor.clientId(), packetId(packet));
                context.fireChannelRead(packet);
            }
            case DISCONNECT -> context.fireChannelRead(
                    Rewrite.boundedDisconnect(packet, door.limits(), capacity.isPresent()));
            case PUBACK, PUBREC, PUBCOMP -> answer(context, packet);
            case PINGREQ -> context.fireChannelRead(packet);
            default -> end(packet, PROTOCOL_ERROR);
        }
    }

    private void end(MqttMessage packet, int reason) {
        ReferenceCountUtil.release(packet);
        lane.close(reason);
    }

    private void connect(ChannelHandlerContext context, MqttConnectMessage packet) {
        Optional<Visitor> knocking = Rewrite.visitor(packet, context.channel());
        if (visitor != null || knocking.isEmpty()) {
            LOG.warn("login refused: address={}: no user name, or a client identifier that is none", lane.who());
            door.meters().failedLogins.increment();
            // MQTT 3: not authorised; MQTT 5: bad user name or password.
            boolean version5 = packet.variableHeader().version() == 5;
            context.writeAndFlush(Rewrite.refusal(version5));
            end(packet, PROTOCOL_ERROR);
            return;
        }
        visitor = knocking.get();
        mqtt5 = packet.variableHeader().version() == 5;
        context.channel().attr(Visitor.KEY).set(visitor);
        lane.connecting(visitor, mqtt5);
        if (packet.variableHeader().isCleanSession()) {
            door.exactlyOnce().forget(visitor.clientId());
        }
        sessionCut = Rewrite.asksTooLong(packet, door.limits());
        capacity = Rewrite.capacity(packet);
        madeClient = Rewrite.isNameless(packet)
                ? visitor.clientId().substring(visitor.user().length() + 1)
                : "";
        context.fireChannelRead(Rewrite.bounded(packet, visitor.clientId(), door.limits()));
    }

    private void publish(ChannelHandlerContext context, MqttPublishMessage packet) {
        MqttPublishMessage plain = mqtt5 ? Rewrite.withoutAlias(packet, lane) : packet;
        String topic = plain.variableHeader().topicName();
        if (topic.isEmpty()) {
            end(packet, TOPIC_ALIAS_INVALID);
        } else if (login.mayPublish(door.topics(), topic)) {
            context.fireChannelRead(plain);
        } else {
            refuse(plain, topic);
        }
    }

    private void refuse(MqttPublishMessage packet, String topic) {
        door.meters().refused.increment();
        LOG.warn("publish refused: client={} role={} topic={}", lane.who(), login.role(), Text.printable(topic));
        if (!mqtt5) {
            // MQTT 3 knows no other way to say no.
            end(packet, NOT_AUTHORIZED);
            return;
        }
        int packetId = packet.variableHeader().packetId();
        switch (packet.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> lane.receipts().brokerDone(packetId, Receipts.PUBACK, NOT_AUTHORIZED);
            case EXACTLY_ONCE -> lane.receipts().brokerDone(packetId, Receipts.PUBREC, NOT_AUTHORIZED);
            default -> LOG.debug("nothing to answer at QoS 0");
        }
        packet.release();
    }

    private void subscribe(ChannelHandlerContext context, MqttSubscribeMessage packet) {
        if (packet.payload().topicSubscriptions().isEmpty()) {
            end(packet, MALFORMED);
            return;
        }
        Subscriptions.Asked asked = subscriptions.ask(packet);
        if (asked.refused() > 0) {
            door.meters().refused.add(asked.refused());
            LOG.warn(
                    "subscription refused: client={} role={} filters={}",
                    lane.who(),
                    login.role(),
                    Text.printable(asked.refusedFilters()));
        }
        asked.allowed().ifPresent(allowed -> {
            listen(context, allowed);
            context.fireChannelRead(allowed);
        });
        asked.answer().ifPresent(context::writeAndFlush);
    }

    /** Before Artemis makes the subscription, so that it is never taken for one that Artemis delivers to. */
    private void listen(ChannelHandlerContext context, MqttSubscribeMessage allowed) {
        if (mailbox == null && capacity.isPresent()) {
            granted = new Granted(mqtt5);
            Login reader = login;
            mailbox = new Mailbox(
                    granted,
                    topic -> reader.mayReceive(door.topics(), topic),
                    door,
                    capacity.get(),
                    lane.socket(),
                    context);
            context.channel().attr(Mailbox.KEY).set(mailbox);
            lane.delivers(mailbox);
        }
        if (mailbox != null) {
            granted.asked(allowed);
        }
    }

    private void unsubscribe(ChannelHandlerContext context, MqttUnsubscribeMessage packet) {
        MqttUnsubscribeMessage removed = subscriptions.removed(packet);
        if (mailbox != null) {
            granted.asked(removed);
        }
        context.fireChannelRead(removed);
    }

    private void answer(ChannelHandlerContext context, MqttMessage packet) {
        if (mailbox == null) {
            context.fireChannelRead(packet);
        } else {
            mailbox.answered(packet).ifPresent(context::fireChannelRead);
            mailbox.goOn();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof MqttMessage packet)) {
            context.write(message, promise);
            return;
        }
        switch (packet.fixedHeader().messageType()) {
            case CONNACK -> connack(context, (MqttConnAckMessage) packet, promise);
            case PUBACK -> answered(context, packet, Receipts.PUBACK, promise);
            case PUBREC -> answered(context, packet, Receipts.PUBREC, promise);
            case SUBACK -> {
                if (mailbox != null) {
                    granted.answered((MqttSubAckMessage) packet);
                    door.subscribers().changed();
                }
                context.write(subscriptions.answer((MqttSubAckMessage) packet), promise);
            }
            case UNSUBACK -> {
                if (mailbox != null) {
                    granted.ended(packetId(packet));
                    door.subscribers().changed();
                }
                context.write(packet, promise);
            }
            case PUBREL -> context.write(mailbox == null ? packet : mailbox.released(packet), promise);
            case PUBLISH -> deliver(context, (MqttPublishMessage) packet, promise);
            default -> context.write(packet, promise);
        }
    }

    private void connack(ChannelHandlerContext context, MqttConnAckMessage packet, ChannelPromise promise) {
        boolean accepted = packet.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED;
        if (!accepted || visitor == null || visitor.login() == null) {
            context.write(packet, promise);
            return;
        }
        login = visitor.login();
        subscriptions = new Subscriptions(login, door.topics(), door.limits(), mqtt5);
        subscriptions.restored(door.sessions().apply(visitor.clientId()));
        context.write(mqtt5 ? Rewrite.boundedAnswer(packet, door.limits(), sessionCut, madeClient) : packet, promise);
        lane.admitted(login);
    }

    /** Artemis is done with a message; the answer goes out with the pipeline's. */
    private void answered(ChannelHandlerContext context, MqttMessage packet, int kind, ChannelPromise promise) {
        int reason = packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xFF
                : 0;
        if (lane.receipts().brokerDone(packetId(packet), kind, reason)) {
            promise.trySuccess();
        } else {
            context.write(packet, promise);
        }
    }

    private void deliver(ChannelHandlerContext context, MqttPublishMessage packet, ChannelPromise promise) {
        if (login != null
                && login.mayReceive(door.topics(), packet.variableHeader().topicName())) {
            if (mailbox == null) {
                context.write(packet, promise);
            } else {
                mailbox.pass(packet);
            }
            return;
        }
        // Never seen where Gate and Artemis agree; if they should ever not, nothing leaks.
        LOG.error(
                "message withheld, a defect: client={} topic={}",
                lane.who(),
                Text.printable(packet.variableHeader().topicName()));
        packet.release();
        lane.close(PROTOCOL_ERROR);
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }
}
