// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Acknowledgement;
import io.ganglion.api.flow.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round the slave's registers, again and again. A round lasts no longer than the slave answers in time: the first
 * silence ends it, and until the pause after it is over a poll returns at once, so that a dead slave holds a thread of
 * the pipeline for one time-out a pause.
 */
final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int NAMED = 3;

    private final ModbusSettings settings;
    private final Clock clock;
    private final Backoff backoff;
    private final List<Span> plan;
    private volatile Optional<Slave> slave = Optional.empty();
    private Optional<Payload> waiting = Optional.empty();
    private Instant notBefore = Instant.MIN;
    private volatile DriverStatus status;

    Rounds(ModbusSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.backoff = new Backoff(settings.reconnectFirst(), settings.reconnectMost(), new SplittableRandom());
        this.plan = new ArrayList<>(Span.plan(settings.points(), settings.gap()));
        this.status = new DriverStatus(State.STARTING, "waits for its first poll", clock.instant());
    }

    DriverStatus status() {
        return status;
    }

    Duration period() {
        return settings.period();
    }

    void poll(Intake intake) {
        // A reading that was refused goes first, and no other is taken meanwhile: the slave keeps its values.
        if (waiting.isEmpty() && !clock.instant().isBefore(notBefore)) {
            go();
        }
        if (waiting.isPresent()) {
            if (intake.offer(waiting.get(), Acknowledgement.NONE)) {
                waiting = Optional.empty();
            } else {
                report(State.DEGRADED, "the node is busy and pushes back; the last reading waits for the next poll");
            }
        }
    }

    private void go() {
        Instant now = clock.instant();
        Reading reading = new Reading();
        try {
            if (slave.isEmpty()) {
                slave = Optional.of(Slave.connect(settings));
            }
            for (Span span : List.copyOf(plan)) {
                read(span, reading);
            }
            backoff.reset();
            finish(reading, now);
        } catch (SlaveException e) {
            lose(e);
        }
    }

    /** A span that holds an address which the slave lacks is read attribute by attribute from then on. */
    private void read(Span span, Reading reading) throws SlaveException {
        try {
            reading.take(span, slave.orElseThrow().read(span));
        } catch (SlaveException e) {
            if (!e.isRefusal()) {
                throw e;
            }
            if (e.isOfAddress() && span.points().size() > 1) {
                int place = plan.indexOf(span);
                plan.remove(place);
                plan.addAll(place, span.points().stream().map(Span::of).toList());
                for (Point point : span.points()) {
                    read(Span.of(point), reading);
                }
            } else {
                reading.miss(span, e.getMessage());
            }
        }
    }

    private void finish(Reading reading, Instant time) {
        if (!reading.isEmpty()) {
            waiting = Optional.of(new Payload(
                    settings.name(),
                    settings.contract(),
                    settings.device(),
                    "modbus://" + settings.host() + ":" + settings.port() + "/" + settings.unit(),
                    "application/json",
                    reading.keyValues(settings, time),
                    time.getEpochSecond() * 1_000_000_000L + time.getNano()));
        }
        List<String> troubles = reading.troubles();
        if (troubles.isEmpty()) {
            report(
                    State.ONLINE,
                    "reads " + settings.where() + ", " + plan.size()
                            + (plan.size() == 1 ? " request" : " requests") + " every "
                            + settings.period().toMillis() + " ms");
        } else {
            String named = String.join("; ", troubles.subList(0, Math.min(NAMED, troubles.size())));
            String more = troubles.size() > NAMED ? "; and " + (troubles.size() - NAMED) + " more" : "";
            report(State.DEGRADED, settings.where() + ": " + named + more);
        }
    }

    private void lose(SlaveException problem) {
        close();
        Duration pause = backoff.next();
        notBefore = clock.instant().plus(pause);
        String next = pause.toSeconds() > 0 ? pause.toSeconds() + " s" : pause.toMillis() + " ms";
        report(State.OFFLINE, settings.where() + ": " + problem.getMessage() + ", next try in " + next);
    }

    private void report(State state, String detail) {
        Instant since = status.state() == state ? status.since() : clock.instant();
        if (status.state() != state) {
            LOG.info("{}: {}", settings.name(), detail);
        }
        status = new DriverStatus(state, detail, since);
    }

    void close() {
        slave.ifPresent(Slave::close);
        slave = Optional.empty();
    }
}
