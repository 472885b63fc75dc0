// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.contract.units.Decimals;
import java.nio.charset.StandardCharsets;

/** Times as other formats write them, to nanoseconds since the epoch; {@link Timestamps#INVALID} for what is none. */
final class Times {
    static final long NANOS_OF_MILLI = 1_000_000L;

    private static final long NANOS_OF_MICRO = 1_000L;
    private static final int BASIC = "20261122T150000".length();

    private Times() {}

    static long rfc3339(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Timestamps().parse(bytes, 0, bytes.length);
    }

    static long number(Mapping.Clock clock, double value) {
        return switch (clock) {
            case EPOCH_S -> Decimals.nanos(value);
            case EPOCH_MS -> scaled(value, NANOS_OF_MILLI);
            case EPOCH_US -> scaled(value, NANOS_OF_MICRO);
            case EPOCH_NS -> scaled(value, 1);
            case RFC3339, BASIC -> Timestamps.INVALID;
        };
    }

    static long text(Mapping.Clock clock, String value) {
        return switch (clock) {
            case RFC3339 -> rfc3339(value);
            case BASIC -> basic(value);
            case EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS -> Timestamps.INVALID;
        };
    }

    private static long scaled(double value, long nanos) {
        double whole = Math.floor(value);
        if (!(Math.abs(whole) < Long.MAX_VALUE / nanos)) {
            return Timestamps.INVALID;
        }
        return (long) whole * nanos + Math.round((value - whole) * nanos);
    }

    /** Milliseconds since the epoch, by a 64-bit field. */
    static long millis(long millis) {
        long limit = Long.MAX_VALUE / NANOS_OF_MILLI;
        return millis > limit || millis < -limit ? Timestamps.INVALID : millis * NANOS_OF_MILLI;
    }

    /** oneM2M's basic form in UTC, {@code 20261122T150000,125}. */
    static long basic(String text) {
        if (text.length() < BASIC || text.charAt(8) != 'T') {
            return Timestamps.INVALID;
        }
        StringBuilder extended = new StringBuilder(text.length() + 5).append(text, 0, 4);
        extended.append('-').append(text, 4, 6).append('-').append(text, 6, 11);
        extended.append(':').append(text, 11, 13).append(':').append(text, 13, BASIC);
        for (int i = BASIC; i < text.length(); i++) {
            extended.append(text.charAt(i) == ',' ? '.' : text.charAt(i));
        }
        return rfc3339(
                text.endsWith("Z") ? extended.toString() : extended.append('Z').toString());
    }
}
