// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of a connection, before any decoder: it cuts the stream into MQTT packets, refuses those too
 * large, and hands telemetry that nobody else is subscribed to straight to the intake. Everything else goes on to the
 * decoder, {@link Gate} and Artemis.
 *
 * <p>When the intake is full it stops reading this connection and offers the same payload again later; nothing behind
 * it overtakes. Runs in the connection's event loop, and never blocks it.
 */
final class Lane extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger("io.ganglion.broker");

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 0x40;
    /** One without a reason: all is well. */
    private static final int PUBACK_BYTES = 4;

    private static final int CONNECT_WITHIN_S = 10;
    /** The largest CONNECT: a stranger may not make the broker hold more. */
    private static final int STRANGER_BYTES = 65_536;

    private static final int FIRST_RETRY_MS = 1;
    private static final int LAST_RETRY_MS = 32;

    private final Door door;
    private final Publish publish = new Publish();
    private ChannelHandlerContext context;
    private ByteBuf pending;
    private int awaited;
    private ConnectionEntry entry;
    private Receipts receipts;
    private Login login;
    private Visitor visitor;
    private boolean mqtt5;
    private Route.Table routes;
    private Route[] aliases;
    /** Null where everything for this client comes from Artemis. */
    private Mailbox mailbox;

    private boolean greeted;
    private boolean closing;
    private boolean decoded;
    private boolean connecting;
    private Stalled stalled;
    private int retryMs = FIRST_RETRY_MS;
    private boolean excusing;
    private boolean took;
    private long receivedAt;

    Lane(Door door) {
        this.door = door;
    }

    /** A payload that the intake refused, and what is to come after it. */
    private record Stalled(Payload payload, Receipts.Receipt receipt, int packetBytes, boolean alone) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        receipts = new Receipts(ctx, this::resume);
        ctx.executor().schedule(this::closeUnlessGreeted, CONNECT_WITHIN_S, TimeUnit.SECONDS);
    }

    private void closeUnlessGreeted() {
        if (login == null) {
            context.close();
        }
    }

    /** The broker's record of this connection, whose clock of silence this handler resets. */
    void watch(ConnectionEntry connectionEntry) {
        entry = connectionEntry;
    }

    /** {@link Gate} passed a CONNECT on: nothing more is read until it is answered. */
    void connecting(Visitor knocking, boolean version5) {
        visitor = knocking;
        mqtt5 = version5;
        connecting = true;
    }

    /** CONNACK has left: the connection may speak. */
    void admitted(Login admitted) {
        login = admitted;
        connecting = false;
        routes = new Route.Table(door.topics(), admitted);
        aliases = mqtt5 ? new Route[Door.TOPIC_ALIASES + 1] : new Route[0];
        // Not at once: the answer is still on its way through the handlers.
        context.executor().execute(this::resume);
    }

    /** Where bytes go to this client. */
    ChannelHandlerContext socket() {
        return context;
    }

    /** From here on acknowledgements are the mailbox' first. */
    void delivers(Mailbox box) {
        mailbox = box;
    }

    Receipts receipts() {
        return receipts;
    }

    /** The topic that an alias stands for in the packet that was just passed on, or null. */
    String topicOf(int alias) {
        return alias < aliases.length && aliases[alias] != null ? aliases[alias].topic : null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
            return;
        }
        pending = pending == null ? in : joined(in);
        drain();
    }

    /** What is read already is left behind, and a large packet's buffer grows as the packet comes, not on its word. */
    private ByteBuf joined(ByteBuf in) {
        int bytes = pending.readableBytes() + in.readableBytes();
        ByteBuf whole = pending;
        if (pending.refCnt() > 1 || pending.writableBytes() < in.readableBytes()) {
            whole = context.alloc().ioBuffer(Math.max(bytes, Math.min(awaited, 2 * bytes)));
            whole.writeBytes(pending);
            pending.release();
        }
        whole.writeBytes(in);
        in.release();
        return whole;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (took && entry != null) {
            entry.lastCheck = door.millis();
            took = false;
        }
        if (mailbox != null) {
            mailbox.goOn();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (mailbox != null) {
            mailbox.goOn();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Handlers behind may ask for more by themselves; not while this one holds. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!held()) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        closing = true;
        stalled = null;
        if (pending != null) {
            pending.release();
            pending = null;
        }
        if (mailbox != null) {
            mailbox.close();
        }
    }

    private boolean held() {
        return connecting || stalled != null || receipts.size() >= door.limits().inflight();
    }

    private void resume() {
        if (!closing && !held()) {
            drain();
        }
    }

    private void drain() {
        receivedAt = door.millis() * 1_000_000L;
        while (pending != null && !closing && !held() && nextPacket()) {}
        if (pending != null && !pending.isReadable()) {
            pending.release();
            pending = null;
        }
        boolean read = !held();
        if (context.channel().config().isAutoRead() != read) {
            context.channel().config().setAutoRead(read);
            excuseSilence();
        }
    }

    /** A connection that is not read cannot show that it lives; its silence is ours. */
    private void excuseSilence() {
        if (!closing && held() && entry != null && !excusing) {
            excusing = true;
            context.executor()
                    .schedule(
                            () -> {
                                excusing = false;
                                entry.lastCheck = door.millis();
                                excuseSilence();
                            },
                            1,
                            TimeUnit.SECONDS);
        }
    }

    /** False where the packet is not complete yet, or must wait. */
    private boolean nextPacket() {
        int start = pending.readerIndex();
        int readable = pending.readableBytes();
        int length = 0;
        int head = 1;
        int part;
        do {
            if (head > 4) {
                return malformed("its length does not end");
            }
            if (head >= readable) {
                return false;
            }
            part = pending.getUnsignedByte(start + head);
            length |= (part & 0x7F) << 7 * (head - 1);
            head++;
        } while (part >= 0x80);
        int bytes = head + length;
        int first = pending.getUnsignedByte(start);
        if (login == null && (greeted || first >> 4 != CONNECT)) {
            return malformed("it does not begin with CONNECT");
        }
        if (bytes
                > (greeted
                        ? door.limits().packetBytes()
                        : Math.min(STRANGER_BYTES, door.limits().packetBytes()))) {
            return oversized(bytes);
        }
        if (bytes > readable) {
            awaited = bytes;
            return false;
        }
        greeted = true;
        if (first == PUBACK && bytes == PUBACK_BYTES && mailbox != null) {
            return acknowledged(start + head);
        }
        if (first >> 4 != PUBLISH) {
            return pass(bytes);
        }
        return publish.read(pending, first & 0x0F, start + head, start + bytes, mqtt5)
                ? published(bytes, start + bytes)
                : malformed("its PUBLISH contradicts itself");
    }

    private boolean acknowledged(int index) {
        if (!mailbox.acknowledged(pending.getUnsignedShort(index))) {
            return pass(PUBACK_BYTES);
        }
        took = true;
        pending.skipBytes(PUBACK_BYTES);
        return true;
    }

    /** The decoder waits for more where a packet's inner lengths exceed its own; it must not find that in the next. */
    private boolean pass(int bytes) {
        decoded = false;
        context.fireChannelRead(pending.readRetainedSlice(bytes));
        return decoded || closing || malformed("a packet is longer inside than outside");
    }

    /** {@link Gate} saw the packet that was passed on. */
    void decoded() {
        decoded = true;
    }

    private boolean published(int bytes, int end) {
        Route route = route();
        if (route == null || route.telemetry == null) {
            if (publish.qos > 0) {
                receipts.await(receipts.receipt(publish.packetId, kind(), false, true));
            }
            return pass(bytes);
        }
        Receipts.Receipt given =
                publish.qos == 2 ? door.exactlyOnce().given(visitor.clientId(), publish.packetId) : null;
        if (given != null) {
            return repeated(given, bytes);
        }
        boolean alone = publish.qos < 2 && !publish.retained && !route.shared(door.subscribers());
        byte[] body = ByteBufUtil.getBytes(pending, publish.bodyIndex, end - publish.bodyIndex, true);
        Payload payload = new Payload(
                Door.DRIVER,
                route.telemetry.contract(),
                route.telemetry.device(),
                route.topic,
                publish.mediaType,
                body,
                receivedAt);
        Receipts.Receipt receipt = publish.qos == 0 ? null : receipts.receipt(publish.packetId, kind(), true, !alone);
        return offer(payload, receipt, bytes, alone);
    }

    private int kind() {
        return publish.qos == 1 ? Receipts.PUBACK : Receipts.PUBREC;
    }

    /** Null for an alias that stands for nothing. */
    private Route route() {
        if (publish.alias >= Math.max(1, aliases.length)) {
            return null;
        }
        if (publish.topicLength == 0) {
            return aliases.length == 0 ? null : aliases[publish.alias];
        }
        Route route = routes.find(pending, publish.topicIndex, publish.topicLength);
        if (publish.alias > 0) {
            aliases[publish.alias] = route;
        }
        return route;
    }

    /** A QoS 2 message that the pipeline has, sent again: Artemis answers it, once the pipeline is done with it. */
    private boolean repeated(Receipts.Receipt given, int bytes) {
        if (!given.isPipelineDone()) {
            stall(new Stalled(null, given, bytes, false));
            return false;
        }
        receipts.await(receipts.receipt(publish.packetId, kind(), false, true));
        return pass(bytes);
    }

    private boolean offer(Payload payload, Receipts.Receipt receipt, int bytes, boolean alone) {
        Intake intake = door.intake();
        if (intake == null || !intake.offer(payload, receipt == null ? Acknowledgement.NONE : receipt)) {
            stall(new Stalled(payload, receipt, bytes, alone));
            return false;
        }
        return taken(receipt, bytes, alone);
    }

    private boolean taken(Receipts.Receipt receipt, int bytes, boolean alone) {
        took = true;
        door.meters().taken.increment();
        if (receipt != null) {
            receipts.await(receipt);
            if (publish.qos == 2) {
                door.exactlyOnce().give(visitor.clientId(), receipt);
            }
        }
        if (alone) {
            pending.skipBytes(bytes);
            return true;
        }
        return pass(bytes);
    }

    private void stall(Stalled refused) {
        if (stalled == null) {
            door.meters().pushedBack.increment();
            retryMs = FIRST_RETRY_MS;
        }
        stalled = refused;
        context.executor().schedule(this::retry, retryMs, TimeUnit.MILLISECONDS);
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }

    private void retry() {
        Stalled waiting = stalled;
        if (closing || waiting == null) {
            return;
        }
        if (waiting.payload() == null) {
            if (!waiting.receipt().isPipelineDone()) {
                stall(waiting);
                return;
            }
            stalled = null;
        } else if (offer(waiting.payload(), waiting.receipt(), waiting.packetBytes(), waiting.alone())) {
            stalled = null;
        } else {
            return;
        }
        resume();
    }

    private boolean malformed(String why) {
        door.meters().malformed.increment();
        LOG.warn("no MQTT from {}: {}; connection closed", who(), why);
        close(0x81);
        return false;
    }

    private boolean oversized(int bytes) {
        door.meters().oversized.increment();
        LOG.warn(
                "packet from {} is too large: bytes={} limit={}; connection closed",
                who(),
                bytes,
                door.limits().packetBytes());
        close(0x95);
        return false;
    }

    /** Tells an MQTT 5 client why, then closes. */
    void close(int reason) {
        closing = true;
        if (mqtt5 && login != null) {
            ByteBuf farewell = context.alloc().ioBuffer(4).writeInt(0xE002_0000 | reason << 8);
            context.writeAndFlush(farewell);
        }
        context.close();
    }

    String who() {
        String from = Text.printable(String.valueOf(context.channel().remoteAddress()));
        return visitor == null ? from : Text.printable(visitor.clientId()) + " at " + from;
    }
}
