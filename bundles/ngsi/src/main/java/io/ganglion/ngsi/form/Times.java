// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as the standard writes them, RFC 3339 in UTC, and as the house counts them, nanoseconds since the epoch. */
public final class Times {

    private static final long SECOND = 1_000_000_000L;
    private static final int TEXT_LIMIT = 40;

    private Times() {}

    public static String text(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
                .toString();
    }

    public static String text(Instant instant) {
        return instant.toString();
    }

    /**
     * Reads a time.
     *
     * @param name of the parameter, for the message
     * @throws Problem where it is none, or outside of the years 1678 to 2261
     */
    public static long nanos(String name, String text) {
        try {
            if (text.length() <= TEXT_LIMIT) {
                // A plus sign that was not escaped in a URL arrives as a blank.
                Instant read = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
                return Math.addExact(Math.multiplyExact(read.getEpochSecond(), SECOND), read.getNano());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, as for a text that is too long.
        }
        throw Problem.badData(
                name + " must be a date and time like 2026-11-22T15:00:00Z: " + name + "=" + shortened(text));
    }

    /** A text of a stranger, cut for a message. */
    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
