// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway that reports for many pumps at a steady rate at QoS 1, through any number of ends of the node: it comes back,
 * sends again what was not acknowledged, byte for byte, and goes on.
 */
public final class StubbornLoad implements AutoCloseable {
    private static final int WINDOW = 1_000;

    private record Sent(Pump pump, long sequence, byte[] body) {}

    private final Node node;
    private final Login login;
    private final List<Pump> pumps = new ArrayList<>();
    private final Map<Long, Sent> unacknowledged = new ConcurrentSkipListMap<>();
    private final Ledger ledger;
    private final AtomicLong acknowledgements = new AtomicLong();
    private final AtomicLong resent = new AtomicLong();
    private final long periodNanos;
    private final Thread thread = new Thread(this::run, "stubborn-load");
    private long number;
    private volatile boolean running = true;
    private volatile boolean done;

    /** @param rate messages per second, all pumps together, while the node is there */
    public StubbornLoad(Node node, Login login, int devices, int rate) {
        this.node = node;
        this.login = login;
        Instant start = Instant.now().minusSeconds(2 * 86_400).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < devices; i++) {
            pumps.add(new Pump("stubborn-" + i, start));
        }
        this.ledger = new Ledger(pumps);
        this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    public void start() {
        thread.start();
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Acknowledgements so far. */
    public long acknowledgements() {
        return acknowledgements.get();
    }

    /** Messages sent again after the node's end. */
    public long resent() {
        return resent.get();
    }

    private void run() {
        while (!done) {
            try (MqttWire wire =
                    MqttWire.publisher(node.mqttPort(), "stubborn-load", login, WINDOW, this::acknowledged)) {
                for (Map.Entry<Long, Sent> again : unacknowledged.entrySet()) {
                    wire.publish(
                            again.getValue().pump().topic(), again.getValue().body(), again.getKey());
                    resent.incrementAndGet();
                }
                publish(wire);
            } catch (IOException e) {
                // The node is away; a gateway knocks until it is back.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private void publish(MqttWire wire) throws IOException {
        long due = System.nanoTime();
        while (running) {
            Pump pump = pumps.get((int) (number % pumps.size()));
            Sent next = new Sent(pump, pump.sent(), pump.next());
            // First on the list, then on the wire: a session may end in between.
            unacknowledged.put(number, next);
            wire.publish(pump.topic(), next.body(), number++);
            due += periodNanos;
            long early = due - System.nanoTime();
            if (early > 0) {
                wire.flush();
                LockSupport.parkNanos(early);
            } else if (early < -TimeUnit.SECONDS.toNanos(1)) {
                // What could not be said in time is not caught up with: the rate is the rate.
                due = System.nanoTime();
            }
        }
        wire.flush();
        while (!unacknowledged.isEmpty()) {
            if (wire.broken() != null) {
                throw new IOException("the session is gone", wire.broken());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        done = true;
    }

    private void acknowledged(long tag) {
        Sent sent = unacknowledged.remove(tag);
        if (sent != null) {
            ledger.acknowledged(sent.pump().device(), sent.sequence());
            acknowledgements.incrementAndGet();
        }
    }

    /** Sends nothing new, and returns when all that was sent is acknowledged. */
    public void finish() throws IOException {
        running = false;
        try {
            thread.join(TimeUnit.MINUTES.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the load ends", e);
        }
        if (!done) {
            throw new IOException("no acknowledgement for " + unacknowledged.size() + " messages");
        }
    }

    @Override
    public void close() {
        running = false;
        done = true;
        thread.interrupt();
    }
}
