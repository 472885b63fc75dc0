// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;

/** One listener. Written without waiting: who calls {@link #send} is never held up by a slow line. Thread-safe. */
final class Stream implements WriteListener {

    private final AsyncContext exchange;
    private final ServletOutputStream out;
    private final BooleanSupplier stands;
    private final Runnable ended;
    private final int bytesLimit;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytesWaiting;
    private boolean started;
    private boolean unflushed;
    private boolean over;

    /**
     * @param stands whether its login still stands
     * @param ended called once, when it is over
     * @param bytesLimit how much may wait for it
     */
    Stream(AsyncContext exchange, BooleanSupplier stands, Runnable ended, int bytesLimit) throws IOException {
        this.exchange = exchange;
        this.out = exchange.getResponse().getOutputStream();
        this.stands = stands;
        this.ended = ended;
        this.bytesLimit = bytesLimit;
    }

    /** Whether whoever listens may still. */
    boolean stands() {
        return stands.getAsBoolean();
    }

    /** From now on it is written to. */
    void start() {
        out.setWriteListener(this);
    }

    /** Queues an event; a listener that has too much waiting is let go. */
    synchronized void send(byte[] event) {
        if (over) {
            return;
        }
        if (bytesWaiting + event.length > bytesLimit) {
            end();
            return;
        }
        waiting.add(event);
        bytesWaiting += event.length;
        if (started) {
            pump();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        pump();
    }

    /** After {@code isReady} said no, the container calls {@link #onWritePossible}; until then nothing may be written. */
    private void pump() {
        try {
            while (!over && out.isReady()) {
                byte[] next = waiting.poll();
                if (next != null) {
                    bytesWaiting -= next.length;
                    unflushed = true;
                    out.write(next);
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
            started &= !over;
        } catch (IOException | IllegalStateException e) {
            end();
        }
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        waiting.clear();
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            // The container was first.
        }
        ended.run();
    }
}
