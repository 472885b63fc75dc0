// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ganglion.api.maintenance.MaintenanceException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param from whom, for messages: method and path, without anything secret
 * @param body bounded
 */
public record Answer(String from, int status, HttpHeaders headers, byte[] body) {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int QUOTED = 300;

    /** The server's clock when it answered. */
    public Optional<Instant> date() {
        return headers.firstValue("Date").flatMap(Answer::httpDate);
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    public boolean gone() {
        return status == 404 || status == 410;
    }

    /**
     * Its JSON; missing where a good answer has no body.
     *
     * @throws MaintenanceException where the status says no, or what came is no JSON
     */
    public JsonNode json() throws MaintenanceException {
        check();
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return BoundedJson.read(body);
        } catch (IOException e) {
            if (isPage()) {
                throw MaintenanceException.refused(from + " answered a web page instead of JSON: is the url right, and"
                        + " is there a sign-in page before it?");
            }
            throw MaintenanceException.later(from + " answered what is no JSON: " + e.getMessage(), e);
        }
    }

    private boolean isPage() {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html")
                || new String(body, 0, Math.min(body.length, 64), UTF_8)
                        .stripLeading()
                        .startsWith("<");
    }

    /** Throws what its status means, unless it is a good one. */
    public void check() throws MaintenanceException {
        if (ok()) {
            return;
        }
        String said = from + " answered " + status + quoted();
        switch (status) {
            case 401, 403 -> throw MaintenanceException.refused(
                    said + "; it does not let this node in: check user and secret_file, and what that login may do");
            case 408, 425, 429, 500, 502, 503, 504 -> throw wait(said);
            case 301, 302, 303, 307, 308 -> throw MaintenanceException.refused(said + "; it sends on to "
                    + headers.firstValue("Location").map(Answer::clean).orElse("nowhere")
                    + ", and nobody follows: set url to where it really is");
            default -> throw MaintenanceException.refused(said);
        }
    }

    private MaintenanceException wait(String said) {
        Optional<Duration> after = headers.firstValue("Retry-After").flatMap(this::retryAfter);
        return after.map(pause -> MaintenanceException.later(said + "; it asks for " + pause.toSeconds() + " s", pause))
                .orElseGet(() -> MaintenanceException.later(said, (Throwable) null));
    }

    private Optional<Duration> retryAfter(String text) {
        Optional<Duration> said = text.strip().matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())))
                : httpDate(text).map(until -> Duration.between(date().orElseGet(Instant::now), until));
        return said.filter(pause -> !pause.isNegative() && !pause.isZero())
                .map(pause -> pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause);
    }

    private String quoted() {
        return body.length == 0 || isPage() ? "" : ": " + clean(new String(body, UTF_8));
    }

    /** One line of what a stranger wrote, for people. */
    static String clean(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
    }
}
