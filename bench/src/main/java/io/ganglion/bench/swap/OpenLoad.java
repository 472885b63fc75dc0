// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.swap;

import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** So many messages a second, whatever becomes of them: what is late is sent late, and counted from when it was due. */
final class OpenLoad {
    private static final long TICK_NANOS = 1_000_000;

    private final MqttWire wire;
    private final List<Pump> pumps;
    private final Readings readings;
    private final int perTick;
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread = new Thread(this::run, "open-load");
    private volatile boolean running = true;
    private volatile IOException failure;

    OpenLoad(MqttWire wire, List<Pump> pumps, Readings readings, int rate) {
        this.wire = wire;
        this.pumps = pumps;
        this.readings = readings;
        this.perTick = Math.max(1, (int) (rate * TICK_NANOS / 1_000_000_000L));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        int next = 0;
        try {
            while (running) {
                for (int i = 0; i < perTick; i++) {
                    int number = next++ % pumps.size();
                    Pump pump = pumps.get(number);
                    readings.due(number, (int) pump.sent(), due);
                    wire.publish(pump.topic(), pump.next(), number);
                    sent.incrementAndGet();
                }
                wire.flush();
                due += TICK_NANOS;
                long early = due - System.nanoTime();
                if (early > 0) {
                    LockSupport.parkNanos(early);
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Stops, and says how many were sent. */
    long finish() throws IOException, InterruptedException {
        running = false;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return sent.get();
    }
}
