// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.alert;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * A time at which machines are worked on, week by week.
 *
 * @param day on which it begins; empty for every day
 * @param from by the clock on the wall of the zone, inclusive
 * @param to exclusive; not after {@code from} means on the day after
 * @param zone where the wall is
 */
public record MaintenanceWindow(Optional<DayOfWeek> day, LocalTime from, LocalTime to, ZoneId zone) {
    public MaintenanceWindow {
        requireNonNull(day, "day");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(zone, "zone");
    }

    /**
     * Reads {@code Sun 02:00-04:00 Europe/Berlin} or {@code daily 22:00-01:00 UTC}.
     *
     * @throws IllegalArgumentException where it is neither; the message carries it
     */
    public static MaintenanceWindow parse(String text) {
        String[] parts = text.strip().split("\\s+");
        String[] times = parts.length == 3 ? parts[1].split("-") : new String[0];
        try {
            if (times.length == 2) {
                return new MaintenanceWindow(
                        day(parts[0]), LocalTime.parse(times[0]), LocalTime.parse(times[1]), ZoneId.of(parts[2]));
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(wrong(text) + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static Optional<DayOfWeek> day(String word) {
        if (word.equalsIgnoreCase("daily")) {
            return Optional.empty();
        }
        String wanted = word.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= 3 && day.name().startsWith(wanted)) {
                return Optional.of(day);
            }
        }
        throw new DateTimeException("no day is called " + word);
    }

    private static String wrong(String text) {
        return "a maintenance window is DAY HH:MM-HH:MM ZONE, as in Sun 02:00-04:00 Europe/Berlin, or daily ...: "
                + text;
    }

    /** Whether an instant lies in it. */
    public boolean isIn(Instant instant) {
        ZonedDateTime there = instant.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean overnight = !from.isBefore(to);
        boolean early = overnight && time.isBefore(to);
        boolean inside = overnight ? early || !time.isBefore(from) : !time.isBefore(from) && time.isBefore(to);
        DayOfWeek began = early ? there.getDayOfWeek().minus(1) : there.getDayOfWeek();
        return inside && day.map(began::equals).orElse(true);
    }

    @Override
    public String toString() {
        return day.map(d -> d.name().charAt(0) + d.name().substring(1, 3).toLowerCase(Locale.ROOT))
                        .orElse("daily")
                + " " + from + "-" + to + " " + zone;
    }
}
