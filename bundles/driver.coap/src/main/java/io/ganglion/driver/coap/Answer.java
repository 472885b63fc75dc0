// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import io.ganglion.api.flow.Acknowledgement;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/**
 * The answer that one post is owed. It leaves once: when the node has answered for the payload, or when its patience is
 * over. Where it takes longer than a peer waits before it sends again, the post is acknowledged first and the answer
 * comes as a message of its own (RFC 7252, 5.2.2).
 */
final class Answer implements Acknowledgement {

    /** Half of what a peer waits at least before it sends again. */
    private static final long ACCEPT_AFTER_MS = 1_000;

    private final Exchange exchange;
    private final Waiting waiting;
    private final Object peer;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean given = new AtomicBoolean();
    private ScheduledFuture<?> slow;
    private ScheduledFuture<?> late;

    Answer(Exchange exchange, Waiting waiting, Object peer, ScheduledExecutorService timer) {
        this.exchange = exchange;
        this.waiting = waiting;
        this.peer = peer;
        this.timer = timer;
    }

    /** @param tooLate what the peer is told where the node has not answered within its patience */
    synchronized void expect(long patienceMillis, Response tooLate) {
        if (given.get()) {
            return;
        }
        slow = timer.schedule((Runnable) exchange::sendAccept, ACCEPT_AFTER_MS, TimeUnit.MILLISECONDS);
        late = timer.schedule(() -> give(tooLate), patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void done() {
        try {
            // Not by the partition's thread: encrypting and sending may block.
            timer.execute(() -> give(new Response(ResponseCode.CHANGED)));
        } catch (RejectedExecutionException e) {
            // The door is closed; the peer hears nothing and sends again.
        }
    }

    void give(Response response) {
        if (!given.compareAndSet(false, true)) {
            return;
        }
        synchronized (this) {
            if (slow != null) {
                slow.cancel(false);
                late.cancel(false);
            }
        }
        waiting.leave(peer);
        exchange.sendResponse(response);
    }
}
