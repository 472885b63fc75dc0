// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Pumps that report in turn at a steady rate, at QoS 1, until told to stop. */
public final class SteadyLoad implements AutoCloseable {

    private static final int WINDOW = 1_000;

    private final MqttWire wire;
    private final List<Pump> pumps = new ArrayList<>();
    private final long periodNanos;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile IOException failure;

    /**
     * Readings of yesterday, a millisecond apart.
     *
     * @param rate messages per second, all pumps together
     */
    public SteadyLoad(Node node, Login gateway, int devices, int rate) throws IOException {
        this(node, gateway, devices, rate, Instant.now().minusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS), 1);
    }

    private SteadyLoad(Node node, Login gateway, int devices, int rate, Instant start, long periodMillis)
            throws IOException {
        for (int i = 0; i < devices; i++) {
            pumps.add(new Pump("steady-" + i, start, periodMillis));
        }
        periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        wire = MqttWire.publisher(node.mqttPort(), "steady-load", gateway, WINDOW);
        thread = new Thread(this::run, "steady-load");
    }

    /**
     * Readings whose times are those of the clock from now on, as near as the load keeps its rate: never ahead of it.
     *
     * @param periodMillis from one reading of a pump to its next
     */
    public static SteadyLoad live(Node node, Login gateway, int devices, int periodMillis) throws IOException {
        return new SteadyLoad(
                node,
                gateway,
                devices,
                devices * 1_000 / periodMillis,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                periodMillis);
    }

    /** Begins. Not before somebody listens, or the first scores go unheard. */
    public void start() {
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        try {
            for (int i = 0; running; i++) {
                Pump pump = pumps.get(i % pumps.size());
                wire.publish(pump.topic(), pump.next(), i);
                due += periodNanos;
                long early = due - System.nanoTime();
                if (early > 0) {
                    wire.flush();
                    LockSupport.parkNanos(early);
                }
            }
            wire.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    public List<Pump> pumps() {
        return pumps;
    }

    /** Stops, waits until every message is acknowledged, and says how many there were. */
    public long finish() throws IOException {
        stop();
        if (failure != null) {
            throw failure;
        }
        long sent = pumps.stream().mapToLong(Pump::sent).sum();
        org.awaitility.Awaitility.await("every message is acknowledged")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> wire.acknowledged() == sent);
        return sent;
    }

    private void stop() throws IOException {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the load stops", e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        wire.close();
    }
}
