// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.servlet.AsyncContext;

/** Everybody who listens. Thread-safe. */
public final class Streams {

    private static final byte[] STILL_HERE = ":\n\n".getBytes(UTF_8);

    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong number = new AtomicLong();
    private final int limit;
    private final int bytesLimit;

    /**
     * @param limit at a time
     * @param bytesLimit how much may wait for one of them
     */
    public Streams(int limit, int bytesLimit) {
        this.limit = limit;
        this.bytesLimit = bytesLimit;
    }

    public boolean isIdle() {
        return open.isEmpty();
    }

    public int size() {
        return open.size();
    }

    /** Takes a place; false where all are taken. Who gets one calls {@link #join} or {@link #leave}. */
    boolean take() {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        taken.decrementAndGet();
    }

    /** @param greeting what this one is told first */
    void join(AsyncContext exchange, BooleanSupplier stands, byte[] greeting) throws IOException {
        Stream[] self = new Stream[1];
        self[0] = new Stream(
                exchange,
                stands,
                () -> {
                    open.remove(self[0]);
                    leave();
                },
                bytesLimit);
        open.add(self[0]);
        self[0].send(greeting);
        self[0].start();
    }

    /** Tells all. */
    public void tell(String event, byte[] json) {
        byte[] framed = event(event, json);
        open.forEach(stream -> stream.send(framed));
    }

    /** An event as it goes over the line; JSON of ours has no line breaks. */
    byte[] event(String event, byte[] json) {
        byte[] head = ("id: " + number.incrementAndGet() + "\nevent: " + event + "\ndata: ").getBytes(UTF_8);
        byte[] framed = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, framed, 0, head.length);
        System.arraycopy(json, 0, framed, head.length, json.length);
        framed[framed.length - 2] = '\n';
        framed[framed.length - 1] = '\n';
        return framed;
    }

    /** So that proxies and the container do not take silence for the end. */
    public void stillHere() {
        open.forEach(stream -> stream.send(STILL_HERE));
    }

    /** Lets go of those whose login ended. */
    public void dismiss() {
        for (Stream stream : open) {
            if (!stream.stands()) {
                stream.end();
            }
        }
    }

    public void endAll() {
        open.forEach(Stream::end);
    }
}
