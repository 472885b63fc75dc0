// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** One simulated device: pump, instruments and what goes wrong, as the bytes it sends. Not thread-safe. */
final class Machine {
    private final MachineSettings settings;
    private final double seconds;
    private final Pump pump;
    private final Instruments instruments;
    private final Dice chatter;
    private long row;
    private double stuckAt = Double.NaN;
    private byte[] previous = {};

    Machine(MachineSettings settings) {
        this.settings = settings;
        this.seconds = settings.period().toNanos() / 1e9;
        Dice dice = new Dice(settings.seed(), settings.device());
        PumpTraits traits = PumpTraits.draw(dice, settings.drive());
        this.instruments = new Instruments(traits, new Dice(settings.seed(), settings.device() + "/instruments"));
        this.pump = new Pump(traits, dice);
        this.chatter = new Dice(settings.seed(), settings.device() + "/chatter");
    }

    /** The next row as it goes over the wire: one document, more where the device chatters. */
    List<byte[]> next(Instant now) {
        Fault fault = settings.fault();
        double[] values = instruments.read(pump.step(seconds, fault.strain(row)));
        stick(values);
        Instant time = fault.shows(Fault.Kind.CLOCK_SKEW, row)
                ? now.plus(Duration.ofMillis(StrictMath.round(fault.skewSeconds() * 1000)))
                : now;
        byte[] document = settings.representation().encode(settings.device(), time, values);
        List<byte[]> sent = fault.shows(Fault.Kind.CHATTER, row) && chatter.chance(fault.strength(row))
                ? babble(document)
                : List.of(document);
        previous = document;
        row++;
        return sent;
    }

    private void stick(double[] values) {
        Fault fault = settings.fault();
        int column = fault.attribute().ordinal();
        if (!fault.shows(Fault.Kind.SENSOR_STUCK, row)) {
            stuckAt = values[column];
        }
        // Stuck from the very first row: there is no earlier reading, so the first one stays.
        stuckAt = Double.isNaN(stuckAt) ? values[column] : stuckAt;
        values[column] = stuckAt;
    }

    private List<byte[]> babble(byte[] document) {
        double kind = chatter.uniform();
        if (kind < 0.4) {
            return List.of(document, document);
        }
        if (kind < 0.6 && previous.length > 0) {
            return List.of(document, previous);
        }
        if (kind < 0.8) {
            return List.of(document, Arrays.copyOf(document, (int) chatter.between(1, document.length)));
        }
        return List.of(document, absurd(document));
    }

    private static byte[] absurd(byte[] document) {
        return new String(document, UTF_8)
                .replaceFirst("(motorCurrent\":(\\{[^}]*\"value\":)?)[0-9.]+", "$165535")
                .getBytes(UTF_8);
    }
}
