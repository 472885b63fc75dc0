// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.receive;

import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Intake;
import io.ganglion.api.flow.Outlet;
import io.ganglion.uplink.message.Envelope;
import io.ganglion.uplink.message.Letter;
import io.ganglion.uplink.message.MessageId;
import io.ganglion.uplink.wire.Incoming;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Opens what arrived and hands it on: telemetry to the intake, insights and aggregates to the outlets, however long that
 * takes. One thread works here; books may be read by any.
 */
final class Post {
    private static final long LONGEST_PAUSE_MILLIS = 50;
    private static final int LEVELS = 5;
    private static final int SHOWN = 120;

    private final String name;
    private final Desk desk;
    private final Intake intake;
    private final Supplier<List<Outlet>> outlets;
    private final Clock clock;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong strays = new AtomicLong();
    private volatile String lastStray = "";
    private volatile boolean holding;

    Post(String name, Desk desk, Intake intake, Supplier<List<Outlet>> outlets, Clock clock) {
        this.name = name;
        this.desk = desk;
        this.intake = intake;
        this.outlets = outlets;
        this.clock = clock;
    }

    /** Returns when all of it has been offered. */
    void take(Delivery delivery, Incoming message) throws InterruptedException {
        for (Letter letter : letters(message)) {
            received.incrementAndGet();
            take(delivery, letter);
        }
        desk.read(delivery);
    }

    private List<Letter> letters(Incoming message) {
        String[] levels = message.topic().split("/", -1);
        if (levels.length != 4 || !levels[2].equals("uplink")) {
            return List.of(new Letter(message.id(), message.topic(), message.body(), message.replayed()));
        }
        try {
            return Envelope.unpack(message.body());
        } catch (IOException | RuntimeException e) {
            // Unacknowledged it would come back for ever.
            stray(message.topic() + ": " + e.getMessage());
            return List.of();
        }
    }

    private void take(Delivery delivery, Letter letter) throws InterruptedException {
        String[] levels = letter.topic().split("/", -1);
        boolean known = levels.length == LEVELS
                && levels[0].equals("ganglion")
                && Payload.isName(levels[3])
                && Payload.isName(levels[4]);
        if (!known || !List.of("telemetry", "insight", "aggregate").contains(levels[2])) {
            stray(letter.topic());
            return;
        }
        Optional<MessageId> id = MessageId.parse(letter.id());
        if (admit(delivery, id) != Desk.Admission.NEW) {
            return;
        }
        if (levels[2].equals("telemetry")) {
            Instant now = clock.instant();
            Payload payload = new Payload(
                    name,
                    levels[3],
                    levels[4],
                    letter.topic(),
                    "application/json",
                    letter.body(),
                    now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                    letter.replayed());
            await(() -> intake.offer(payload, () -> desk.done(delivery, id)));
        } else {
            await(() -> outlets.get().stream()
                    .map(outlet -> outlet.publish(letter.topic(), letter.body(), false))
                    .reduce(true, Boolean::logicalAnd));
            desk.done(delivery, id);
        }
    }

    private Desk.Admission admit(Delivery delivery, Optional<MessageId> id) {
        try {
            return desk.admit(delivery, id);
        } catch (SQLException e) {
            // Better twice than never; the store knows an exact duplicate by itself.
            return desk.admitUnknown(delivery);
        }
    }

    private void await(BooleanSupplier taken) throws InterruptedException {
        long pause = 1;
        try {
            while (!taken.getAsBoolean()) {
                holding = true;
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        } finally {
            holding = false;
        }
    }

    private void stray(String what) {
        strays.incrementAndGet();
        lastStray = (what.length() > SHOWN ? what.substring(0, SHOWN) + "…" : what).replaceAll("\\p{Cntrl}", "?");
    }

    boolean isHolding() {
        return holding;
    }

    /** What the operator should know. */
    String remarks() {
        String words = "; " + received.get() + " messages, of them " + desk.duplicates() + " duplicates removed";
        return strays.get() == 0
                ? words
                : words + "; " + strays.get() + " dropped that are none of an uplink, last: " + lastStray;
    }
}
