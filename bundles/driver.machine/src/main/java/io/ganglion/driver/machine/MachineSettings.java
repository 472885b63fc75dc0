// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.device.Payload;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * What one simulated pump is told to be.
 *
 * @param device its name at this site
 * @param seed same seed and device, same pump
 * @param period between two rows, at least 1 ms
 * @param representation how a row is written down
 * @param drive what turns it
 * @param fault what goes wrong with it
 */
record MachineSettings(
        String device, long seed, Duration period, Representation representation, Drive drive, Fault fault) {
    MachineSettings {
        requireNonNull(representation, "representation");
        requireNonNull(drive, "drive");
        requireNonNull(fault, "fault");
        if (!Payload.isName(device) || device.indexOf('"') >= 0 || device.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("device must fit one topic level and need no escape: device=" + device);
        }
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("period_ms must be at least 1: " + period.toMillis());
        }
    }

    static MachineSettings of(MachineConfig config) {
        Fault fault = new Fault(
                kind(config.fault()),
                config.fault__from(),
                config.fault__rows(),
                config.fault__every(),
                config.fault__severity(),
                PumpAttribute.named(config.fault__attribute()),
                config.fault__skew__s());
        return new MachineSettings(
                config.device(),
                config.seed(),
                Duration.ofMillis(config.period__ms()),
                Representation.named(config.representation()),
                Drive.named(config.drive()),
                fault);
    }

    static Fault.Kind kind(String name) {
        try {
            return Fault.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no such fault: fault=" + name + " known="
                            + Arrays.toString(Fault.Kind.values()).toLowerCase(Locale.ROOT),
                    e);
        }
    }
}
