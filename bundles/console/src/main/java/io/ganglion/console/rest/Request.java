// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request, bounded and taken apart.
 *
 * @param path variable segments of the path by name, decoded
 * @param query parameters by name
 * @param user who asks
 * @param now when
 * @param body opens the body, bounded
 */
record Request(Map<String, String> path, Map<String, String> query, String user, Instant now, Body body) {

    /** The store counts in nanoseconds, and a {@code long} of them ends soon after. */
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private static final int LIMIT = 50;
    private static final int LIMIT_MOST = 1_000;
    private static final int OFFSET_MOST = 100_000;

    /** Bounded already. */
    interface Body {
        InputStream open() throws IOException;
    }

    String segment(String name) {
        return path.get(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isEmpty());
    }

    /** A list; empty where it is absent. */
    List<String> list(String name) {
        return text(name).map(text -> List.of(text.split(","))).orElse(List.of());
    }

    <E extends Enum<E>> Optional<E> word(String name, Class<E> kind) {
        return text(name).map(text -> kind.cast(RecordReader.word(name, kind, text)));
    }

    int number(String name, int otherwise, int least, int most) {
        String text = query.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with what it should be.
        }
        throw Problem.invalid(name + " is a number of " + least + " to " + most + ": " + RecordReader.shortened(text));
    }

    boolean flag(String name) {
        return text(name).map(text -> !text.equals("false")).orElse(false);
    }

    /** RFC 3339, or relative to now as ISO 8601 writes a duration: {@code -PT6H}. */
    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                // A plus sign that nobody encoded came as a blank.
                Instant time = text.contains("P")
                        ? now.plus(Duration.parse(text))
                        : RecordReader.instant(name, text.replace(' ', '+'));
                if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
                    throw Problem.invalid(name + " lies between 1970 and 2200: " + RecordReader.shortened(text));
                }
                return time;
            } catch (DateTimeException | ArithmeticException e) {
                throw Problem.invalid(name + " is a time by RFC 3339 or a duration before now, such as -PT6H: "
                        + RecordReader.shortened(text));
            }
        });
    }

    int limit() {
        return number("limit", LIMIT, 1, LIMIT_MOST);
    }

    int offset() {
        return number("offset", 0, 0, OFFSET_MOST);
    }

    <T> T body(Class<T> type) throws IOException {
        try (InputStream in = body.open()) {
            return RecordReader.read(Json.object(in.readAllBytes()), type);
        }
    }
}
