// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.util.Objects.requireNonNull;

/**
 * What goes wrong, when, and how badly. Rows are counted from 0, one a period.
 *
 * @param kind what
 * @param from the first row it shows on
 * @param rows how long it lasts; 0 for ever
 * @param every it comes again after this many rows from its start; 0 never
 * @param severity 0 to 1
 * @param attribute the sensor that sticks
 * @param skewSeconds how far the clock is ahead (positive) or behind (negative)
 */
record Fault(
        Kind kind, long from, long rows, long every, double severity, PumpAttribute attribute, double skewSeconds) {

    /** The faults that a pump, its sensors or its telemetry can have. */
    enum Kind {
        NONE,
        /** Bearing and impeller wear out: vibration, current and heat rise, pressure falls. */
        WEAR,
        /** Vapour at the inlet: vibration jumps, pressure and flow fall and flutter. */
        CAVITATION,
        /** The discharge valve closes: flow falls, pressure rises, the motor's load changes. */
        VALVE_CLOSING,
        /** One sensor repeats its last reading. */
        SENSOR_STUCK,
        /** The device's clock is off. */
        CLOCK_SKEW,
        /** Duplicates, late repeats, torn and absurd readings. */
        CHATTER
    }

    static final Fault NONE = new Fault(Kind.NONE, 0, 0, 0, 0, PumpAttribute.MOTOR_CURRENT, 0);

    /** A worn-out bearing takes this many rows where no duration says otherwise. */
    private static final long WEAR_ROWS = 3600;

    Fault {
        requireNonNull(kind, "fault");
        requireNonNull(attribute, "fault_attribute");
        if (from < 0 || rows < 0 || every < 0 || (every > 0 && rows > every)) {
            throw new IllegalArgumentException("a fault needs fault_from >= 0 and 0 <= fault_rows <= fault_every:"
                    + " fault_from=" + from + " fault_rows=" + rows + " fault_every=" + every);
        }
        if (!(severity >= 0 && severity <= 1)) {
            throw new IllegalArgumentException("fault_severity must be 0 to 1: " + severity);
        }
    }

    /** 0 where the fault does not show on this row, else up to the severity. */
    double strength(long row) {
        long since = row - from;
        if (kind == Kind.NONE || since < 0) {
            return 0;
        }
        since = every > 0 ? since % every : since;
        return rows > 0 && since >= rows ? 0 : severity * StrictMath.min(1, (since + 1.0) / onset());
    }

    /** Rows until it has its full strength. */
    private long onset() {
        return switch (kind) {
            case WEAR -> rows > 0 ? rows : WEAR_ROWS;
            case VALVE_CLOSING -> 20;
            case CAVITATION -> 3;
            default -> 1;
        };
    }

    Strain strain(long row) {
        double strength = strength(row);
        return switch (kind) {
            case WEAR -> new Strain(strength, 0, 0);
            case CAVITATION -> new Strain(0, strength, 0);
            case VALVE_CLOSING -> new Strain(0, 0, strength);
            default -> Strain.NONE;
        };
    }

    boolean shows(Kind asked, long row) {
        return kind == asked && strength(row) > 0;
    }
}
