// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages wait until the node takes them. One thread a session knocks and is held while the node is full: Paho
 * then reads no further, TCP pushes back, and the broker keeps the rest.
 *
 * <p>Books may be read by any thread.
 */
final class Doorstep {
    private static final Logger LOG = LoggerFactory.getLogger(Doorstep.class);
    private static final long LONGEST_PAUSE_MILLIS = 50;
    private static final int TOPIC_SHOWN = 120;
    private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    private final MqttSettings settings;
    private final Intake intake;
    private final Clock clock;
    private volatile boolean holding;
    private final AtomicLong strays = new AtomicLong();
    private volatile String lastStray = "";
    private Instant strayLogged = Instant.MIN;

    Doorstep(MqttSettings settings, Intake intake, Clock clock) {
        this.settings = settings;
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * Hands a message over, however long that takes.
     *
     * @param id the message id; 0 at QoS 0
     * @param open whether the session still stands
     * @throws InterruptedException where the session ended meanwhile: the message was not taken, and the broker sends it
     *     again
     */
    void enter(String topic, byte[] body, int id, AckWindow window, BooleanSupplier open) throws InterruptedException {
        await(open, () -> window.size() < settings.maxInFlight());
        Acknowledgement done = id == 0 ? Acknowledgement.NONE : window.open(id);
        Optional<TopicPattern.Address> address = settings.pattern().match(topic);
        if (address.isEmpty()) {
            turnAway(topic);
            // Unacknowledged it would come back for ever.
            done.done();
            return;
        }
        Instant now = clock.instant();
        Payload payload = new Payload(
                settings.name(),
                address.get().contract(),
                address.get().device(),
                topic,
                "",
                body,
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
        await(open, () -> intake.offer(payload, done));
    }

    private void await(BooleanSupplier open, BooleanSupplier taken) throws InterruptedException {
        long pause = 1;
        try {
            while (!taken.getAsBoolean()) {
                holding = true;
                // Partitions do not say when they have room again; asking 20 times a second costs nothing.
                TimeUnit.MILLISECONDS.sleep(pause);
                if (!open.getAsBoolean()) {
                    throw new InterruptedException("the session ended while the node was full");
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        } finally {
            holding = false;
        }
    }

    private void turnAway(String topic) {
        long count = strays.incrementAndGet();
        lastStray = printable(topic);
        Instant now = clock.instant();
        if (now.isAfter(strayLogged.plus(LOG_PAUSE))) {
            strayLogged = now;
            LOG.warn(
                    "{}: {} so far on topics that name no contract and device, last: {}",
                    settings.name(),
                    count,
                    lastStray);
        }
    }

    /** A topic may hold line breaks and run to 64 KiB; a log line and a status may not. */
    private static String printable(String topic) {
        String shortened = topic.length() > TOPIC_SHOWN ? topic.substring(0, TOPIC_SHOWN) + "…" : topic;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether a message waits because the node is full. */
    boolean isHolding() {
        return holding;
    }

    /** What the operator should know about messages that belonged nowhere; empty where there were none. */
    String strays() {
        long count = strays.get();
        return count == 0
                ? ""
                : "; " + count + " messages dropped whose topic names no contract and device, last: " + lastStray;
    }
}
