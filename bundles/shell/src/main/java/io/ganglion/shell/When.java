// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people type it: RFC 3339, or so long ago. */
final class When {

    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})(s|min|h|d)");

    private When() {}

    /** Nanoseconds since the epoch. */
    static long parse(String option, String text, Instant now) throws CommandFailure {
        try {
            Matcher ago = AGO.matcher(text);
            if (text.equals("now")) {
                return nanos(now);
            }
            return nanos(
                    ago.matches()
                            ? now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandFailure(option + " takes a time as 2026-11-22T15:00:00Z, or so long ago as -30s, -15min,"
                    + " -2h, -7d: " + text);
        }
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "min" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
