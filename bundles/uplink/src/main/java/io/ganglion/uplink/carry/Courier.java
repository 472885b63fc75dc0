// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.api.device.DriverStatus;
import io.ganglion.api.device.DriverStatus.State;
import io.ganglion.uplink.wire.Broker.Version;
import io.ganglion.uplink.wire.Expiry;
import io.ganglion.uplink.wire.Line;
import io.ganglion.uplink.wire.Terms;
import io.ganglion.uplink.wire.Trouble;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection after the other to a destination. All its state is changed by one thread; Paho's threads only
 * leave word. What is sent over a connection is the {@link Shipping}'s.
 */
final class Courier implements Line.Ears {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** A broker that takes the connection and then says nothing gets this long. */
    private static final Duration ADMISSION = Duration.ofSeconds(20);

    /** So many unanswered greetings in a row mean that MQTT 5 is not understood. */
    private static final int GREETINGS = 3;

    private final Settings settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Shipping shipping;
    private final Backoff backoff;
    private final Errands errands;
    private Optional<Line> line = Optional.empty();
    private Version spoken;
    private int misunderstood;
    private boolean up;
    private Optional<Expiry> expiry = Optional.empty();
    private int barren;
    private volatile DriverStatus status;
    private volatile String remark = "";

    Courier(Settings settings, Clock clock, LongSupplier nanos, Shipping shipping, Errands errands) {
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.shipping = shipping;
        this.errands = errands;
        this.backoff = new Backoff(settings.reconnectFirst(), settings.reconnectMost(), new SplittableRandom());
        this.spoken = first();
        this.status = new DriverStatus(
                State.STARTING, "connects to " + settings.broker().uri(), clock.instant());
    }

    private Version first() {
        return settings.broker().version() == Version.V3 ? Version.V3 : Version.V5;
    }

    void start() {
        errands.after(Duration.ZERO, this::open);
    }

    /** Thread-safe; returns at once. */
    DriverStatus status() {
        DriverStatus now = status;
        String trouble = shipping.trouble();
        if (now.state() == State.ONLINE && !trouble.isEmpty()) {
            return new DriverStatus(State.DEGRADED, trouble + remark, now.since());
        }
        return new DriverStatus(now.state(), now.detail() + remark + shipping.remarks(), now.since());
    }

    private void open() {
        Line opened = settings.broker().line(spoken, this);
        line = Optional.of(opened);
        up = false;
        try {
            opened.open();
            errands.after(ADMISSION, () -> {
                if (isCurrent(opened) && !up) {
                    lose(
                            opened,
                            Trouble.passing("broker does not answer: "
                                    + settings.broker().uri()));
                }
            });
        } catch (IOException e) {
            lose(opened, Trouble.ofFiles(e));
        }
    }

    @Override
    public void up(Line reporting, Terms terms) {
        errands.now(() -> {
            if (isCurrent(reporting)) {
                up = true;
                expiry = terms.expiry();
                report(
                        State.ONLINE,
                        "sends to " + settings.broker().uri() + " by MQTT " + (spoken == Version.V3 ? "3.1.1" : "5"));
                shipping.begin(reporting, terms);
                watch(reporting);
            }
        });
    }

    @Override
    public void answered(Line reporting, Object tag, int code, String words) {
        shipping.answered(reporting, (Parcel) tag, code, words);
    }

    @Override
    public void over(Line reporting, Trouble trouble) {
        errands.now(() -> lose(reporting, trouble));
    }

    /** Looks once a second after what nobody reports: a certificate's end, an answer that does not come. */
    private void watch(Line watched) {
        if (!isCurrent(watched)) {
            return;
        }
        Instant now = clock.instant();
        if (expiry.isPresent() && !now.isBefore(expiry.get().end())) {
            // Made anew at once: a renewed file is taken up, and an old one says so.
            lose(
                    watched,
                    Trouble.lasting(
                            expiry.get().whose() + " expired on " + expiry.get().end()));
            return;
        }
        remark = expiry.filter(end -> now.isAfter(end.end().minus(settings.warning())))
                .map(end -> "; " + end.whose() + " expires on " + end.end())
                .orElse("");
        Duration silence = shipping.silence(nanos.getAsLong());
        if (silence.compareTo(settings.patience()) > 0) {
            lose(
                    watched,
                    Trouble.passing("broker does not acknowledge for " + silence.toSeconds() + " s: "
                            + settings.broker().uri()));
            return;
        }
        errands.after(Duration.ofSeconds(1), () -> watch(watched));
    }

    private void lose(Line lost, Trouble trouble) {
        if (!isCurrent(lost)) {
            return;
        }
        line = Optional.empty();
        lost.cut();
        remark = "";
        boolean expired = up
                && expiry.isPresent()
                && !clock.instant().isBefore(expiry.get().end());
        expiry = Optional.empty();
        boolean fruitful = shipping.end(blame(trouble));
        if (fruitful) {
            backoff.reset();
            barren = 0;
        }
        speak(trouble);
        up = false;
        Duration pause = expired
                ? Duration.ofMillis(1)
                : trouble.state() == State.FAILED && trouble.kind() != Trouble.Kind.VERSION
                        ? backoff.longest()
                        : backoff.next();
        String next = pause.toSeconds() > 0 ? pause.toSeconds() + " s" : pause.toMillis() + " ms";
        report(trouble.state(), trouble.message() + ", next try in " + next);
        errands.after(pause, this::open);
    }

    /** Whether a message in flight is why: the broker says so, or drops us again and again before it answers any. */
    private Optional<String> blame(Trouble trouble) {
        if (trouble.kind() == Trouble.Kind.MESSAGE) {
            return Optional.of(trouble.message());
        }
        if (up && shipping.isBarren()) {
            barren++;
        }
        return barren > settings.tries()
                ? Optional.of("broker drops the connection without an answer, " + barren + " times in a row")
                : Optional.empty();
    }

    /**
     * MQTT 3.1.1's turn, where the broker says that it does not know 5, or lets several greetings in a row fall: one may
     * fall because the broker stops just then, and 3.1.1 carries no message identity.
     */
    private void speak(Trouble trouble) {
        if (settings.broker().version() != Version.AUTO) {
            return;
        }
        boolean fell = !up && trouble.state() == State.OFFLINE && trouble.kind() == Trouble.Kind.ORDINARY;
        misunderstood = fell ? misunderstood + 1 : 0;
        boolean other = !up && trouble.kind() == Trouble.Kind.VERSION || misunderstood >= GREETINGS;
        if (other) {
            misunderstood = 0;
        }
        spoken = other && spoken == Version.V5 ? Version.V3 : first();
    }

    private boolean isCurrent(Line asked) {
        return line.isPresent() && line.get() == asked;
    }

    private void report(State state, String detail) {
        Instant since = status.state() == state ? status.since() : clock.instant();
        if (status.state() != state) {
            LOG.info("uplink {}: {}", settings.name(), detail);
        }
        status = new DriverStatus(state, detail, since);
    }

    /** For the thread itself, when nothing more is to come. */
    void stop() {
        shipping.end(Optional.empty());
        line.ifPresent(Line::close);
        line = Optional.empty();
    }
}
