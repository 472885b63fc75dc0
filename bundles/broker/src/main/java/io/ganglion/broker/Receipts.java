// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import io.ganglion.api.flow.Acknowledgement;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The messages of one connection that wait for their PUBACK or PUBREC, in the order of arrival; MQTT wants the answers
 * in that order too. Used by the connection's event loop, but for {@link Receipt#done}, which any thread may call.
 */
final class Receipts {

    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;

    private final ChannelHandlerContext context;
    private final Runnable flushed;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Runnable flush = this::flush;
    private Receipt first;
    private Receipt last;
    private int size;

    /** @param flushed called after answers have left */
    Receipts(ChannelHandlerContext context, Runnable flushed) {
        this.context = context;
        this.flushed = flushed;
    }

    /** One message's answer: due when the pipeline is done with it and, where it took part, the broker. */
    final class Receipt implements Acknowledgement {
        final int packetId;
        private final int kind;
        private volatile boolean pipelineDone;
        private boolean brokerDone;
        private int reason;
        private Receipt next;

        private Receipt(int packetId, int kind, boolean pipeline, boolean broker) {
            this.packetId = packetId;
            this.kind = kind;
            this.pipelineDone = !pipeline;
            this.brokerDone = !broker;
        }

        @Override
        public void done() {
            pipelineDone = true;
            wake();
        }

        boolean isPipelineDone() {
            return pipelineDone;
        }
    }

    /** @param pipeline whether the pipeline has to be done with it; @param broker whether Artemis answers it too */
    Receipt receipt(int packetId, int kind, boolean pipeline, boolean broker) {
        return new Receipt(packetId, kind, pipeline, broker);
    }

    void await(Receipt receipt) {
        if (last == null) {
            first = receipt;
        } else {
            last.next = receipt;
        }
        last = receipt;
        size++;
    }

    int size() {
        return size;
    }

    /** Artemis is done with a message; false where no such message waits, and the answer is none of ours. */
    boolean brokerDone(int packetId, int kind, int reason) {
        for (Receipt receipt = first; receipt != null; receipt = receipt.next) {
            if (receipt.packetId == packetId && receipt.kind == kind && !receipt.brokerDone) {
                receipt.brokerDone = true;
                receipt.reason = reason;
                wake();
                return true;
            }
        }
        return false;
    }

    private void wake() {
        if (flushing.compareAndSet(false, true)) {
            try {
                context.executor().execute(flush);
            } catch (RejectedExecutionException stopped) {
                // The broker stopped in between: the sender has no answer, keeps the message, and comes again with it.
                return;
            }
        }
    }

    private void flush() {
        // First, so that whoever is done from here on comes back.
        flushing.set(false);
        int due = due();
        if (due == 0) {
            return;
        }
        ByteBuf answers = context.alloc().ioBuffer(due * 5);
        for (; due > 0; due--) {
            write(answers, first);
            first = first.next;
            size--;
        }
        if (first == null) {
            last = null;
        }
        context.writeAndFlush(answers, context.voidPromise());
        flushed.run();
    }

    private int due() {
        int due = 0;
        for (Receipt receipt = first;
                receipt != null && receipt.pipelineDone && receipt.brokerDone;
                receipt = receipt.next) {
            due++;
        }
        return due;
    }

    private static void write(ByteBuf answers, Receipt receipt) {
        if (receipt.reason == 0) {
            answers.writeInt(receipt.kind << 24 | 2 << 16 | receipt.packetId);
        } else {
            answers.writeInt(receipt.kind << 24 | 3 << 16 | receipt.packetId);
            answers.writeByte(receipt.reason);
        }
    }
}
