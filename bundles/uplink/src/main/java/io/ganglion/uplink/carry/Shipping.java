// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.api.series.Journal;
import io.ganglion.uplink.wire.Line;
import io.ganglion.uplink.wire.Terms;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Moves what is aboard over the line of the day: takes the answers, tells the journal, fills the window. One thread works
 * here; {@link #answered} and what is asked for the status may be called by any.
 */
final class Shipping {
    /** How soon a new entry is looked for, where nothing else wakes us; offline there is no hurry. */
    private static final Duration LOOK = Duration.ofMillis(40);

    private static final Duration OFFLINE_LOOK = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(5);

    /** The journal is told this often: each time is a write to the disk. */
    private static final long TELL = Duration.ofMillis(50).toNanos();

    private static final long REFRESH = Duration.ofSeconds(1).toNanos();

    private record Answer(Line line, Parcel parcel, int code, String words) {}

    /**
     * For the status.
     *
     * @param trouble empty where there is none
     */
    record Snapshot(
            Journal.Backlog observations,
            Journal.Backlog insights,
            int inFlight,
            long sent,
            long resent,
            long leftOut,
            String trouble,
            String remarks) {
        private static final Journal.Backlog NOTHING = new Journal.Backlog(0, OptionalLong.empty(), 0);
        static final Snapshot NONE = new Snapshot(NOTHING, NOTHING, 0, 0, 0, 0, "", "");
    }

    private final Hold hold;
    private final TokenBucket bucket;
    private final Meter meter;
    private final LongSupplier nanos;
    private final Errands errands;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private Optional<Line> line = Optional.empty();
    private Terms terms = new Terms(1, 0, Optional.empty());
    private long lastAnswer;
    private long lastTold;
    private long lastRefresh = Long.MIN_VALUE;
    private boolean fruitful;
    private boolean sent;
    private String journalTrouble = "";
    private volatile Snapshot snapshot = Snapshot.NONE;

    Shipping(Hold hold, TokenBucket bucket, Meter meter, LongSupplier nanos, Errands errands) {
        this.hold = hold;
        this.bucket = bucket;
        this.meter = meter;
        this.nanos = nanos;
        this.errands = errands;
        this.lastTold = nanos.getAsLong();
    }

    void start() {
        errands.now(this::look);
    }

    private void look() {
        try {
            step();
        } finally {
            errands.after(line.isPresent() ? LOOK : OFFLINE_LOOK, this::look);
        }
    }

    /** A connection stands. */
    void begin(Line opened, Terms asked) {
        line = Optional.of(opened);
        terms = asked;
        fruitful = false;
        sent = false;
        lastAnswer = nanos.getAsLong();
        step();
    }

    /** On any thread. */
    void answered(Line from, Parcel parcel, int code, String words) {
        answers.add(new Answer(from, parcel, code, words));
        wake();
    }

    void wake() {
        if (called.compareAndSet(false, true)) {
            errands.now(this::step);
        }
    }

    private void step() {
        called.set(false);
        long now = nanos.getAsLong();
        takeAnswers(now);
        try {
            if (line.isPresent()) {
                fill(now);
            }
            tell(now, false);
            refresh(now, false);
            journalTrouble = "";
        } catch (RuntimeException e) {
            // A full or failing disk: nothing moves until it is read again, and nothing is lost by that.
            journalTrouble = "the journal cannot be read or told: " + e.getMessage();
            snapshot = snapshot();
        }
    }

    private void takeAnswers(long now) {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            if (line.isPresent() && line.get() == answer.line()) {
                hold.answered(answer.parcel(), answer.code(), answer.words(), now);
                lastAnswer = now;
                fruitful = true;
            }
        }
    }

    private void fill(long now) {
        while (bucket.isOpen(now, 1)) {
            Optional<Parcel> next = hold.next(terms.unanswered(), terms.packetBytes(), now);
            if (next.isEmpty()) {
                return;
            }
            Parcel parcel = next.get();
            // Insights may borrow a second's worth of bandwidth, so that telemetry's debt does not hold them up.
            if (!parcel.isUrgent() && !bucket.isOpen(now, 0)) {
                hold.notSent(parcel);
                break;
            }
            if (!hold.isWaitingForAnswers()) {
                lastAnswer = now;
            }
            hold.sent(parcel);
            if (!line.orElseThrow().send(parcel.outgoing(), parcel)) {
                hold.unsend(parcel);
                errands.after(SOON, this::wake);
                return;
            }
            sent = true;
            bucket.take(parcel.outgoing().bytes());
            meter.add(parcel.outgoing().bytes(), now);
        }
    }

    private void tell(long now, boolean atOnce) {
        if (hold.hasSettled() && (atOnce || now - lastTold >= TELL)) {
            hold.acknowledge();
            lastTold = now;
        }
    }

    private void refresh(long now, boolean atOnce) {
        if (atOnce || lastRefresh == Long.MIN_VALUE || now - lastRefresh >= REFRESH) {
            lastRefresh = now;
            snapshot = snapshot();
        }
    }

    private Snapshot snapshot() {
        Journal.Backlog observations = snapshot.observations();
        Journal.Backlog insights = snapshot.insights();
        try {
            observations = hold.telemetry().backlog();
            insights = hold.insights().backlog();
        } catch (RuntimeException e) {
            journalTrouble = "the journal cannot be read: " + e.getMessage();
        }
        return new Snapshot(
                observations,
                insights,
                hold.inFlight(),
                hold.sent(),
                hold.resent(),
                hold.telemetry().leftOut() + hold.insights().leftOut(),
                journalTrouble.isEmpty() ? hold.trouble() : journalTrouble,
                hold.remarks());
    }

    /**
     * The connection is over.
     *
     * @param blame why a message in flight is to blame for it; empty where none is
     * @return whether anything was answered over it
     */
    boolean end(Optional<String> blame) {
        long now = nanos.getAsLong();
        takeAnswers(now);
        line = Optional.empty();
        hold.lost(blame, now);
        try {
            tell(now, true);
            refresh(now, true);
        } catch (RuntimeException e) {
            journalTrouble = "the journal cannot be told: " + e.getMessage();
        }
        return fruitful;
    }

    /** Whether messages went over this line, and none was answered. */
    boolean isBarren() {
        return sent && !fruitful && answers.isEmpty();
    }

    /** How long the answer to the oldest message is out; zero where none is awaited. */
    Duration silence(long now) {
        return hold.isWaitingForAnswers() ? Duration.ofNanos(now - lastAnswer) : Duration.ZERO;
    }

    Snapshot status() {
        return snapshot;
    }

    String trouble() {
        return snapshot.trouble();
    }

    String remarks() {
        return snapshot.remarks();
    }

    /** Adds a dead letter to what is sent. */
    void retry(io.ganglion.uplink.message.Letter letter, long number) {
        errands.now(() -> {
            hold.retry(letter, number);
            step();
        });
    }
}
