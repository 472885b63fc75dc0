// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * The way out of one connection whose session ends with it: what the node publishes goes from here straight to the
 * socket, many messages a write. What Artemis has for the same client passes through here too, so that all of it leaves
 * in one order, under one set of packet identifiers and within one window.
 *
 * <p>{@link #offer} and {@link #wake} are for any thread, all else for the connection's event loop.
 */
final class Mailbox {

    static final AttributeKey<Mailbox> KEY = AttributeKey.valueOf("io.ganglion.broker.mailbox");

    private static final int MESSAGES_A_WRITE = 128;
    private static final int BYTES_A_WRITE = 1 << 16;
    /** Netty's flag by which Artemis is told that this connection takes no more now. */
    private static final int ARTEMIS_WAITS = 1;

    private final Granted granted;
    private final Predicate<String> mayReceive;
    private final ChannelHandlerContext socket;
    private final ChannelHandlerContext encoder;
    private final Backlog backlog;
    private final PacketIds ids;
    private final int packetBytes;
    private final Runnable drain = this::drain;
    /** What is being written. */
    private final Object[] entries = new Object[MESSAGES_A_WRITE];

    private final byte[][] bodies = new byte[MESSAGES_A_WRITE][];
    private boolean draining;
    private boolean artemisWaits;

    /**
     * What a client takes whose session ends with its connection.
     *
     * @param messages unacknowledged at a time
     * @param packetBytes the largest packet
     */
    record Capacity(int messages, int packetBytes) {}

    /**
     * @param mayReceive whether the client's login may receive a topic
     * @param socket where bytes are written
     * @param encoder where Artemis' packets are written
     */
    Mailbox(
            Granted granted,
            Predicate<String> mayReceive,
            Door door,
            Capacity capacity,
            ChannelHandlerContext socket,
            ChannelHandlerContext encoder) {
        this.granted = granted;
        this.mayReceive = mayReceive;
        this.socket = socket;
        this.encoder = encoder;
        backlog = new Backlog(door.limits().queueMessages(), door.meters().waiting);
        ids = new PacketIds(Math.min(capacity.messages(), door.limits().inflight()));
        packetBytes = capacity.packetBytes();
    }

    static Optional<Mailbox> of(Channel channel) {
        return Optional.ofNullable(channel.attr(KEY).get());
    }

    /** This session as a listener of a topic; empty where it has no subscription, acknowledged by now, that takes it in. */
    Optional<Listener> listener(String topic, byte[] encoded) {
        return granted.hearing(topic)
                .filter(heard -> mayReceive.test(topic))
                .map(heard -> new Listener(this, encoded, heard.qos(), heard.properties()));
    }

    /** Takes a message; true where {@link #wake} is due for it. What the client cannot take for its size is let go. */
    boolean offer(Listener listener, byte[] body) {
        return listener.bytes(body) <= packetBytes && backlog.add(listener, body);
    }

    void wake() {
        try {
            socket.executor().execute(drain);
        } catch (RejectedExecutionException stopped) {
            // The broker has stopped, and this session has ended with it.
            return;
        }
    }

    /** Messages that left because newer ones came. */
    long dropped() {
        return backlog.dropped();
    }

    /** Writes what the socket and the client's window take. */
    void drain() {
        if (draining) {
            return;
        }
        draining = true;
        backlog.emptying();
        artemisWaits(false);
        int count;
        while (socket.channel().isWritable()
                && (count = backlog.take(entries, bodies, ids.free(), BYTES_A_WRITE)) > 0) {
            write(count);
            socket.flush();
        }
        // While the client's window is full the socket is not, and Artemis would go on for ever.
        artemisWaits(ids.free() <= 0 && !backlog.isEmpty());
        draining = false;
    }

    private void artemisWaits(boolean waits) {
        ChannelOutboundBuffer buffer = socket.channel().unsafe().outboundBuffer();
        if (artemisWaits != waits && buffer != null) {
            artemisWaits = waits;
            buffer.setUserDefinedWritability(ARTEMIS_WAITS, !waits);
        }
    }

    private void write(int count) {
        int begin = 0;
        for (int i = 0; i < count; i++) {
            if (entries[i] instanceof MqttPublishMessage packet) {
                writeLetters(begin, i);
                encoder.write(renamed(packet), encoder.voidPromise());
                entries[i] = null;
                begin = i + 1;
            }
        }
        writeLetters(begin, count);
    }

    private void writeLetters(int begin, int end) {
        if (begin == end) {
            return;
        }
        int bytes = 0;
        for (int i = begin; i < end; i++) {
            bytes += ((Listener) entries[i]).bytesAtMost(bodies[i]);
        }
        ByteBuf out = socket.alloc().ioBuffer(bytes);
        for (int i = begin; i < end; i++) {
            Listener listener = (Listener) entries[i];
            listener.write(out, listener.qos() > 0 ? ids.take() : 0, bodies[i]);
            entries[i] = null;
            bodies[i] = null;
        }
        socket.write(out, socket.voidPromise());
    }

    /** A message of Artemis': behind what waits. */
    void pass(MqttPublishMessage packet) {
        boolean room = packet.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE
                || ids.free() > 0
                || ids.isUnderWay(packet.variableHeader().packetId());
        if (!backlog.keep(packet, room)) {
            encoder.write(renamed(packet), encoder.voidPromise());
        }
    }

    private MqttPublishMessage renamed(MqttPublishMessage packet) {
        MqttPublishVariableHeader head = packet.variableHeader();
        if (packet.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE) {
            return packet;
        }
        return new MqttPublishMessage(
                packet.fixedHeader(),
                new MqttPublishVariableHeader(head.topicName(), ids.toClient(head.packetId()), head.properties()),
                packet.payload());
    }

    /** A PUBREL of Artemis' as the client knows the message. */
    MqttMessage released(MqttMessage packet) {
        int artemis = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        return ids.isUnderWay(artemis) ? renamed(packet, ids.toClient(artemis)) : packet;
    }

    /** The client has a message; false where that is one of Artemis'. */
    boolean acknowledged(int packetId) {
        return ids.giveBack(packetId);
    }

    /** The client's PUBACK, PUBREC or PUBCOMP as Artemis knows the message; empty where it is none of Artemis'. */
    Optional<MqttMessage> answered(MqttMessage packet) {
        MqttMessageIdVariableHeader head = (MqttMessageIdVariableHeader) packet.variableHeader();
        if (acknowledged(head.messageId())) {
            return Optional.empty();
        }
        boolean goesOn = packet.fixedHeader().messageType() == MqttMessageType.PUBREC
                && !(head instanceof MqttPubReplyMessageVariableHeader reply && (reply.reasonCode() & 0x80) != 0);
        return Optional.of(renamed(packet, ids.toArtemis(head.messageId(), !goesOn)));
    }

    private static MqttMessage renamed(MqttMessage packet, int packetId) {
        MqttFixedHeader fixed = packet.fixedHeader();
        MqttMessageIdVariableHeader head = packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? new MqttPubReplyMessageVariableHeader(packetId, reply.reasonCode(), reply.properties())
                : MqttMessageIdVariableHeader.from(packetId);
        return fixed.messageType() == MqttMessageType.PUBACK
                ? new MqttPubAckMessage(fixed, head)
                : new MqttMessage(fixed, head);
    }

    /** The client has answered, or the socket takes more: goes on where that was awaited. */
    void goOn() {
        if (!backlog.isEmpty()) {
            drain();
        }
    }

    /** The connection is gone. */
    void close() {
        backlog.close(ReferenceCountUtil::release);
    }
}
