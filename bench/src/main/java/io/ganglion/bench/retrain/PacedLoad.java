// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.retrain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Message;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Pumps that report at a steady rate, and when their insights come. A latency counts from when its message was due: a
 * load that waits for what it measures would not see the worst.
 */
final class PacedLoad implements AutoCloseable {
    private static final int DEVICES = 20;
    private static final int WINDOW = 2_000;
    private static final byte[] TIME = "\"time\":\"".getBytes(UTF_8);

    private final List<Pump> pumps = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final long period;
    private final MqttWire out;
    private final MqttWire in;
    private final Thread thread = new Thread(this::run, "paced-load");
    private final AtomicLong answered = new AtomicLong();
    private volatile long began;
    private volatile boolean running = true;
    private volatile IOException failure;
    private Latencies latencies = new Latencies();

    PacedLoad(int port, Login publisher, Login reader, int rate) throws IOException {
        Instant start = Instant.now().minusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < DEVICES; i++) {
            pumps.add(new Pump("paced-" + i, start));
            places.put("paced-" + i, i);
        }
        period = TimeUnit.SECONDS.toNanos(1) / rate;
        out = MqttWire.publisher(port, "paced-load", publisher, WINDOW);
        in = MqttWire.subscriber(port, "paced-answers", reader, "ganglion/plant1/insight/Pump/+", 1, this::take);
    }

    void start() {
        began = System.nanoTime();
        thread.start();
    }

    private void run() {
        try {
            for (long i = 0; running; i++) {
                long early = began + i * period - System.nanoTime();
                if (early > 0) {
                    out.flush();
                    LockSupport.parkNanos(early);
                }
                Pump pump = pumps.get((int) (i % DEVICES));
                out.publish(pump.topic(), pump.next(), i);
            }
            out.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    private void take(Message message) {
        Integer place = places.get(message.device());
        if (place == null) {
            return;
        }
        long sequence = pumps.get(place).sequence(Instant.parse(time(message.body())));
        long due = began + (sequence * DEVICES + place) * period;
        synchronized (this) {
            latencies.add(message.at() - due);
        }
        answered.incrementAndGet();
    }

    /** A whole JSON tree for each of thousands a second would load the machine that is measured. */
    private static String time(byte[] body) {
        for (int at = 0; at < body.length - TIME.length; at++) {
            int same = 0;
            while (same < TIME.length && body[at + same] == TIME[same]) {
                same++;
            }
            if (same == TIME.length) {
                int from = at + same;
                int to = from;
                while (body[to] != '"') {
                    to++;
                }
                return new String(body, from, to - from, UTF_8);
            }
        }
        throw new IllegalStateException("an insight without a time: " + new String(body, UTF_8));
    }

    /** What came since the last call. */
    synchronized Latencies phase() {
        Latencies past = latencies;
        latencies = new Latencies();
        return past;
    }

    void finish() throws IOException, InterruptedException {
        running = false;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (missing() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Sent, and not scored. */
    long missing() {
        return pumps.stream().mapToLong(Pump::sent).sum() - answered.get();
    }

    @Override
    public void close() {
        running = false;
        out.close();
        in.close();
    }
}
