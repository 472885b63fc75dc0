// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many pumps with a reading a second each: those of the last minutes at once, then each at its time. The first ones shake
 * since a while ago, and do not stop. One message of all holds to no contract.
 */
final class BusyPlant implements AutoCloseable {

    private static final int WINDOW = 2_000;

    /** Three times what it shakes as new. */
    private static final String SHAKEN = "\"vibrationX\":0.081";

    private final List<Pump> pumps = new ArrayList<>();
    private final int ill;
    private final long shakingFrom;
    private final Instant start;
    private final MqttWire wire;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean live;
    private volatile IOException failure;

    /**
     * @param pumps how many
     * @param ill of them, how many shake
     * @param past readings that each has behind it
     * @param shaking of these, the last ones with shaking
     */
    BusyPlant(Node node, Login gateway, int pumps, int ill, int past, int shaking) throws IOException {
        this.start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(past);
        this.ill = ill;
        this.shakingFrom = past - shaking;
        for (int i = 1; i <= pumps; i++) {
            this.pumps.add(new Pump("pump-" + i, start, 1_000));
        }
        wire = MqttWire.publisher(node.mqttPort(), "busy-plant", gateway, WINDOW);
        thread = new Thread(this::run, "busy-plant");
        thread.start();
    }

    private void run() {
        try {
            wire.publish(pumps.get(0).topic(), "{\"flow\":-3,\"note\":\"<b>bold</b>\"}".getBytes(UTF_8), 0);
            for (long second = 0; running; second++) {
                awaitTime(start.plusSeconds(second));
                for (int i = 0; i < pumps.size() && running; i++) {
                    Pump pump = pumps.get(i);
                    wire.publish(pump.topic(), reading(pump, i < ill && second >= shakingFrom), second);
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private static byte[] reading(Pump pump, boolean shaking) {
        byte[] reading = pump.next();
        return shaking
                ? new String(reading, UTF_8)
                        .replaceFirst("\"vibrationX\":[0-9.]+", SHAKEN)
                        .getBytes(UTF_8)
                : reading;
    }

    private void awaitTime(Instant due) throws IOException {
        for (long early = early(due); early > 0 && running; early = early(due)) {
            wire.flush();
            live = true;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(early));
        }
    }

    private static long early(Instant due) {
        return Instant.now().until(due, ChronoUnit.MILLIS);
    }

    /** Whether all that is past was sent, and it goes by the clock now. */
    boolean live() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return live;
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the plant stops", e);
        }
        wire.close();
    }
}
