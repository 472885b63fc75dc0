// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as other systems write them. What cannot be read is no time, and nobody's failure. */
final class Times {
    private static final Pattern ODATA = Pattern.compile("/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)/");
    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private Times() {}

    /**
     * ISO 8601, with a blank for its T too, epoch seconds or milliseconds, and OData's {@code /Date(ms)/}. A time without a
     * zone is in the given one; a date alone is the last second of its day, the latest that it can mean.
     */
    static Optional<Instant> of(String written, ZoneId zone) {
        String text = written.strip();
        try {
            Matcher odata = ODATA.matcher(text);
            if (odata.matches()) {
                return Optional.of(Instant.ofEpochMilli(Long.parseLong(odata.group(1))));
            }
            if (text.matches("\\d{9,14}")) {
                long number = Long.parseLong(text);
                return Optional.of(text.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return Optional.of(endOfDay(LocalDate.parse(text), zone));
            }
            if (text.length() < 16) {
                return Optional.empty();
            }
            String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
            return Optional.of(
                    iso.matches(".*(Z|[+-]\\d{2}(:?\\d{2})?)")
                            ? OffsetDateTime.parse(iso, OFFSET).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant endOfDay(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    }

    /**
     * A day that the system knows, and a second time that says more where it falls on that day.
     *
     * @param within when the record was last written; later edits fall on later days, and then only the day is known
     */
    static Optional<Instant> dayWithin(String day, String within, ZoneId zone) {
        return of(day, zone).map(end -> of(within, ZoneOffset.UTC)
                .filter(exact ->
                        exact.atZone(zone).toLocalDate().equals(end.atZone(zone).toLocalDate()))
                .orElse(end));
    }

    /** SAP's three fields: {@code /Date(ms)/} for the day, {@code PT11H50M49S} since its midnight, and a zone. */
    static Optional<Instant> ofParts(String day, String sinceMidnight, String zone, ZoneId otherwise) {
        try {
            ZoneId in = zoneOf(zone).orElse(otherwise);
            return of(day, ZoneOffset.UTC).map(midnight -> midnight.atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .atStartOfDay()
                    .plus(sinceMidnight.isEmpty() ? Duration.ZERO : Duration.parse(sinceMidnight))
                    .atZone(in)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> zoneOf(String name) {
        try {
            return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
