// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.uplink.message.Letter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything aboard: what waits, insights first; what is in flight; what was refused and is tried again later. What
 * leaves here was acknowledged, or is durably a dead letter. Not thread-safe.
 */
final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final int FIRST_REFUSAL = 0x80;
    private static final int NOBODY_LISTENS = 0x10;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_INVALID = 0x90;
    private static final int NUMBER_IN_USE = 0x91;
    private static final int OVER_QUOTA = 0x97;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_SHIFT = 6;

    /** Reads of the journal in a row. */
    private static final int GULPS = 8;

    /** A part of the window that telemetry leaves to insights. */
    private static final int RESERVE = 4;

    /** @param why what the operator should know of it; empty for nothing */
    private record Later(long due, Cargo cargo, String why) {}

    private final Settings settings;
    private final Lane insights;
    private final Lane telemetry;
    private final Packer packer;
    private final DeadLetters letters;
    private final Clock clock;
    private final Deque<Cargo> retries = new ArrayDeque<>();
    private final Set<Parcel> inFlight = new LinkedHashSet<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::due));
    private int suspects;
    private long sent;
    private long resent;
    private long unheard;

    Hold(Settings settings, Lane insights, Lane telemetry, DeadLetters letters, Clock clock) {
        this.settings = settings;
        this.insights = insights;
        this.telemetry = telemetry;
        this.letters = letters;
        this.packer = new Packer(settings);
        this.clock = clock;
    }

    /**
     * What to send next; empty where nothing waits or the window is full. What is longer than the broker takes never is.
     *
     * @param window parcels in flight at most
     * @param now monotonic nanoseconds
     */
    Optional<Parcel> next(int window, long packetLimit, long now) {
        while (!later.isEmpty() && later.peek().due() - now <= 0) {
            Cargo cargo = later.remove().cargo();
            cargo.home().addFirst(cargo);
        }
        int open = suspects > 0 ? 1 : window;
        while (inFlight.size() < open) {
            Optional<Deque<Cargo>> source = source(open);
            if (source.isEmpty()) {
                return Optional.empty();
            }
            boolean urgent = source.get() == insights.waiting();
            Parcel parcel = packer.next(source.get(), urgent, suspects > 0 ? 1 : Integer.MAX_VALUE, packetLimit);
            if (parcel.outgoing().bytes() <= packetLimit) {
                return Optional.of(parcel);
            }
            String reason = "packet of " + parcel.outgoing().bytes() + " bytes is longer than the broker's limit of "
                    + packetLimit;
            parcel.cargo().forEach(cargo -> bury(cargo, reason, now));
        }
        return Optional.empty();
    }

    private Optional<Deque<Cargo>> source(int open) {
        if (fill(insights)) {
            return Optional.of(insights.waiting());
        }
        if (!retries.isEmpty()) {
            return Optional.of(retries);
        }
        int reserve = open / RESERVE;
        return inFlight.size() < open - reserve && fill(telemetry)
                ? Optional.of(telemetry.waiting())
                : Optional.empty();
    }

    /** Reads on through what is left out, but not for ever: answers wait meanwhile. */
    private boolean fill(Lane lane) {
        long now = nanosSinceEpoch();
        int wanted = settings.format() == Settings.Format.BATCHES ? settings.batchEntries() : 1;
        for (int gulps = 0; gulps < GULPS && lane.refill(wanted, now); gulps++) {
            // On, until enough waits or the journal has no more.
        }
        return !lane.waiting().isEmpty();
    }

    private long nanosSinceEpoch() {
        java.time.Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    void sent(Parcel parcel) {
        inFlight.add(parcel);
        for (Cargo cargo : parcel.cargo()) {
            resent += cargo.sent() ? 1 : 0;
        }
    }

    /** It is not its turn yet. */
    void notSent(Parcel parcel) {
        home(parcel.cargo());
    }

    /** The connection did not take it after all. */
    void unsend(Parcel parcel) {
        inFlight.remove(parcel);
        for (Cargo cargo : parcel.cargo()) {
            resent -= cargo.unsent() ? 1 : 0;
        }
        home(parcel.cargo());
    }

    private static void home(List<Cargo> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            messages.get(i).home().addFirst(messages.get(i));
        }
    }

    /** A second answer to the same parcel is none. */
    void answered(Parcel parcel, int code, String words, long now) {
        if (!inFlight.remove(parcel)) {
            return;
        }
        if (code < FIRST_REFUSAL) {
            suspects = Math.max(0, suspects - parcel.cargo().size());
            sent += parcel.cargo().size();
            unheard += code == NOBODY_LISTENS ? parcel.cargo().size() : 0;
            parcel.cargo().forEach(this::delivered);
        } else if (code == OVER_QUOTA || code == NUMBER_IN_USE) {
            String why = "broker says " + refusal(code, words);
            parcel.cargo().forEach(cargo -> putOff(cargo, 0, why, now));
        } else {
            refused(parcel, code, words, now);
        }
    }

    private void delivered(Cargo cargo) {
        cargo.settle();
        if (cargo.number() > 0) {
            try {
                letters.remove(cargo.number());
            } catch (SQLException e) {
                // It stays on the list, and can only be sent twice.
                LOG.warn(
                        "uplink {}: {} was delivered and stays a dead letter",
                        settings.name(),
                        cargo.letter().id(),
                        e);
            }
        }
    }

    private void refused(Parcel parcel, int code, String words, long now) {
        String reason = refusal(code, words);
        boolean ofTopic = code == NOT_AUTHORIZED || code == TOPIC_INVALID;
        if (ofTopic && settings.format() == Settings.Format.BATCHES) {
            // Every envelope has this topic: to give up one by one would give up all.
            String why =
                    "broker refuses " + parcel.outgoing().topic() + ": " + reason + "; let the login publish there";
            parcel.cargo().forEach(cargo -> putOff(cargo, LONGEST_SHIFT, why, now));
        } else if (parcel.cargo().size() > 1) {
            parcel.cargo().forEach(Cargo::separate);
            home(parcel.cargo());
        } else {
            accuse(parcel.cargo().get(0), reason, now);
        }
    }

    private static String refusal(int code, String words) {
        return switch (code) {
                    case NOT_AUTHORIZED -> "not authorised";
                    case TOPIC_INVALID -> "topic name invalid";
                    case 0x95 -> "packet too large";
                    case 0x99 -> "payload format invalid";
                    case OVER_QUOTA -> "quota exceeded";
                    case NUMBER_IN_USE -> "packet identifier in use";
                    default -> "refused, reason 0x" + Integer.toHexString(code);
                }
                + (words.isEmpty() ? "" : " (" + words + ")");
    }

    private void accuse(Cargo cargo, String reason, long now) {
        int refusals = cargo.refused();
        if (refusals >= settings.tries()) {
            bury(cargo, reason, now);
        } else {
            putOff(cargo, refusals, "", now);
        }
    }

    private void bury(Cargo cargo, String reason, long now) {
        if (cargo.number() == 0 && letters.isFull()) {
            String why = "dead letters are full (" + settings.deadLetters() + "), "
                    + cargo.letter().topic() + " waits: " + reason + "; see aiot:uplink-dead-letters "
                    + settings.name();
            putOff(cargo, LONGEST_SHIFT, why, now);
            return;
        }
        try {
            letters.add(cargo.letter(), reason, clock.instant());
            suspects = Math.max(0, suspects - 1);
            cargo.settle();
        } catch (SQLException e) {
            putOff(cargo, LONGEST_SHIFT, "a dead letter cannot be kept: " + e.getMessage(), now);
        }
    }

    private void putOff(Cargo cargo, int shift, String why, long now) {
        later.add(new Later(now + (FIRST_PAUSE.toNanos() << Math.min(shift, LONGEST_SHIFT)), cargo, why));
    }

    /**
     * The connection ended: what is unanswered is sent again.
     *
     * @param reason why the broker ended it because of a message in flight; empty where it did not
     */
    void lost(Optional<String> reason, long now) {
        List<Cargo> unanswered = new ArrayList<>();
        inFlight.forEach(parcel -> unanswered.addAll(parcel.cargo()));
        inFlight.clear();
        if (reason.isPresent() && unanswered.size() == 1) {
            accuse(unanswered.get(0), reason.get(), now);
            return;
        }
        if (reason.isPresent()) {
            // One of these it was: one at a time now, until all are through.
            suspects = unanswered.size();
            unanswered.forEach(Cargo::separate);
        }
        home(unanswered);
    }

    /** Sends a dead letter once more. */
    void retry(Letter letter, long number) {
        retries.add(new Cargo(letter, retries, new Slot(0, 1), number));
    }

    boolean hasSettled() {
        // Both, always: what is settled is let go of here.
        boolean urgent = insights.hasSettled();
        return telemetry.hasSettled() || urgent;
    }

    void acknowledge() {
        insights.acknowledge();
        telemetry.acknowledge();
    }

    int inFlight() {
        return inFlight.stream().mapToInt(parcel -> parcel.cargo().size()).sum();
    }

    boolean isWaitingForAnswers() {
        return !inFlight.isEmpty();
    }

    Lane insights() {
        return insights;
    }

    Lane telemetry() {
        return telemetry;
    }

    long sent() {
        return sent;
    }

    long resent() {
        return resent;
    }

    /** What keeps it from delivering while it is connected, and what the operator should know; empty where nothing does. */
    String trouble() {
        return later.stream()
                .map(Later::why)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Words on how it goes. */
    String remarks() {
        StringBuilder words = new StringBuilder();
        if (unheard > 0) {
            words.append("; ").append(unheard).append(" messages that nobody there subscribes to");
        }
        if (settings.format() == Settings.Format.BATCHES && sent > 0) {
            words.append("; packed ")
                    .append(Math.round(packer.compression() * 10) / 10.0)
                    .append(" to 1");
        }
        return words.toString();
    }
}
