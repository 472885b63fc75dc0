// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/** {@code never}, {@code every 24h}, {@code daily 03:00}, {@code weekly sunday 03:00}. */
final class Schedule {
    private final String text;
    private final Duration period;
    private final Optional<DayOfWeek> day;
    private final Optional<LocalTime> time;

    private Schedule(String text, Duration period, Optional<DayOfWeek> day, Optional<LocalTime> time) {
        this.text = text;
        this.period = period;
        this.day = day;
        this.time = time;
    }

    /** @throws IllegalArgumentException where it is none of the four; the message shows them */
    static Schedule parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        try {
            if (words[0].isEmpty() || words[0].equals("never")) {
                return new Schedule("never", Duration.ZERO, Optional.empty(), Optional.empty());
            }
            if (words[0].equals("every") && words.length == 2) {
                Duration period = Duration.parse((words[1].endsWith("d") ? "P" : "PT") + words[1]);
                if (period.compareTo(Duration.ZERO) > 0) {
                    return new Schedule(text, period, Optional.empty(), Optional.empty());
                }
            }
            if (words[0].equals("daily") && words.length == 2) {
                return new Schedule(text, Duration.ZERO, Optional.empty(), Optional.of(LocalTime.parse(words[1])));
            }
            if (words[0].equals("weekly") && words.length == 3) {
                DayOfWeek day = DayOfWeek.valueOf(words[1].toUpperCase(Locale.ROOT));
                return new Schedule(text, Duration.ZERO, Optional.of(day), Optional.of(LocalTime.parse(words[2])));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(usage(text), e);
        }
        throw new IllegalArgumentException(usage(text));
    }

    private static String usage(String text) {
        return "a schedule is never, every 24h, daily 03:00, or weekly sunday 03:00: schedule=" + text;
    }

    /** The first time after {@code last} at which it is due; empty for never. */
    Optional<Instant> next(Instant last, ZoneId zone) {
        if (period.compareTo(Duration.ZERO) > 0) {
            return Optional.of(last.plus(period));
        }
        return time.map(at -> {
            ZonedDateTime from = last.atZone(zone);
            ZonedDateTime next = day.map(d -> from.with(TemporalAdjusters.nextOrSame(d)))
                    .orElse(from)
                    .with(at);
            while (!next.toInstant().isAfter(last)) {
                next = day.isPresent() ? next.plusWeeks(1) : next.plusDays(1);
            }
            return next.toInstant();
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
