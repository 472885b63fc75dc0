// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import io.ganglion.itests.harness.CpuTime;
import io.ganglion.itests.harness.MqttWire;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many pumps on one MQTT session, as fast as the contender takes them. */
final class Load implements AutoCloseable {

    /**
     * What a contender did with it.
     *
     * @param perCpuSecond messages per CPU-second of the contender
     * @param perSecond messages per second on the clock
     * @param missing sent, and not dealt with
     */
    record Result(double perCpuSecond, double perSecond, long missing) {}

    static final int DEVICES = 100;
    private static final int WINDOW = 200;
    private static final int PATIENCE_S = 60;

    private final Contender contender;
    private final int qos;
    private final List<Pump> pumps = new ArrayList<>();
    private final Semaphore room = new Semaphore(WINDOW);
    private final AtomicLong answered = new AtomicLong();
    private final MqttWire out;
    private final MqttWire in;

    Load(Contender contender, int qos) throws IOException {
        this.contender = contender;
        this.qos = qos;
        Instant start = Instant.now().minusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < DEVICES; i++) {
            pumps.add(new Pump("pump-" + i, start));
        }
        this.out = MqttWire.publisher(contender.port(), "load", contender.publisher(), WINDOW);
        this.in = MqttWire.subscriber(
                contender.port(), "answers", contender.reader(), contender.answers(), qos, message -> {
                    answered.incrementAndGet();
                    room.release();
                });
    }

    /** Sends, and waits until all of it is dealt with or nothing moves any more. */
    Result run(int messages) throws IOException, InterruptedException {
        long before = contender.dealtWith();
        answered.set(0);
        double cpu = CpuTime.seconds(contender.pid());
        long began = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            Pump pump = pumps.get(i % DEVICES);
            awaitRoom();
            publish(pump, pump.next(), i);
        }
        long expected = contender.answersAll() ? messages : refuseOneOfEach();
        out.flush();
        awaitAnswers(expected);
        double seconds = (System.nanoTime() - began) / 1e9;
        double spent = CpuTime.seconds(contender.pid()) - cpu;
        long done = before < 0 ? answered.get() : contender.dealtWith() - before;
        return new Result(done / spent, done / seconds, messages - done);
    }

    /** Order is kept for each device, so the answer to its last message says that all before it were dealt with. */
    private int refuseOneOfEach() throws IOException {
        for (Pump pump : pumps) {
            publish(pump, new byte[0], -1);
        }
        return DEVICES;
    }

    private void publish(Pump pump, byte[] body, long tag) throws IOException {
        String topic = contender.topic(pump.device());
        if (qos == 0) {
            out.publish(topic, body);
        } else {
            out.publish(topic, body, tag);
        }
    }

    private void awaitRoom() throws IOException, InterruptedException {
        if (!contender.answersAll() || room.tryAcquire()) {
            return;
        }
        out.flush();
        // A message that is lost must not stop the others.
        if (!room.tryAcquire(5, TimeUnit.SECONDS)) {
            room.release(WINDOW);
        }
    }

    private void awaitAnswers(long expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (answered.get() < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }
}
