// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.maintenance.wire.BoundedJson;
import io.ganglion.maintenance.wire.SecretFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Where the webhooks of one system come in. Thread-safe. */
public final class HookGate {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int SHORTEST_SECRET = 16;
    private static final int REMEMBERED = 1_024;

    private final SecretFile secret;
    private final Signature signature;
    private final Function<JsonNode, String> id;
    private final int perSecond;
    private final Clock clock;
    private final Map<String, Boolean> heard = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private double purse;
    private Instant filled;
    private long wrong;
    private Instant lastWrong = Instant.EPOCH;
    private String broken = "";

    /**
     * A gate.
     *
     * @param id finds the ticket's id in a body; empty where the webhook is about something else
     * @param perSecond how many are looked at; the rest is asked to come later
     */
    public HookGate(SecretFile secret, Signature signature, Function<JsonNode, String> id, int perSecond, Clock clock) {
        this.secret = secret;
        this.signature = signature;
        this.id = id;
        this.perSecond = perSecond;
        this.clock = clock;
        this.purse = perSecond;
        this.filled = clock.instant();
    }

    /** What became of a webhook. */
    public sealed interface Outcome permits Hint, Nothing, Refused {}

    /** A ticket may have changed. */
    public record Hint(String id) implements Outcome {}

    /** Rightly signed, and not news: heard before, or about something else. */
    public record Nothing() implements Outcome {}

    /** Not let in. */
    public record Refused(int status, String reason) implements Outcome {}

    /**
     * Looks at a webhook.
     *
     * @param headers by name
     * @param body bounded
     */
    public Outcome receive(UnaryOperator<String> headers, byte[] body) {
        if (!allowed()) {
            return new Refused(429, "too many webhooks: come again in a second");
        }
        String key;
        try {
            key = secret.read();
            if (key.length() < SHORTEST_SECRET) {
                throw new IOException(secret.setting() + " is shorter than " + SHORTEST_SECRET + " characters");
            }
            broken("");
        } catch (IOException e) {
            broken(e.getMessage());
            return new Refused(503, "this node cannot check signatures now; its operator sees why");
        }
        String given = headers.apply(signature.header());
        Optional<Signature.Right> right = signature.judge(given, body, key);
        if (right.isEmpty() || right.get().at().filter(this::isOld).isPresent()) {
            wrong();
            return new Refused(401, "the signature in " + signature.header() + " is absent, wrong or too old");
        }
        if (!isNews(given)) {
            return new Nothing();
        }
        return hint(body);
    }

    private Outcome hint(byte[] body) {
        try {
            String ticket = id.apply(BoundedJson.read(body));
            return ticket.isEmpty() ? new Nothing() : new Hint(ticket);
        } catch (IOException e) {
            return new Refused(400, "the body is no JSON");
        }
    }

    private boolean isOld(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) > 0;
    }

    private synchronized boolean isNews(String given) {
        return heard.put(given, Boolean.TRUE) == null;
    }

    private synchronized boolean allowed() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filled, now).toMillis() / 1_000.0);
        purse = Math.min(perSecond, purse + seconds * perSecond);
        filled = now;
        if (purse < 1) {
            return false;
        }
        purse--;
        return true;
    }

    private synchronized void wrong() {
        wrong++;
        lastWrong = clock.instant();
    }

    private synchronized void broken(String why) {
        broken = why;
    }

    /** How many came with a wrong signature, since the start. */
    public synchronized long wrongSignatures() {
        return wrong;
    }

    /** For people; wrong signatures are told for a day. */
    public synchronized String trouble() {
        if (!broken.isEmpty()) {
            return "webhooks are refused: " + broken;
        }
        boolean recent = Duration.between(lastWrong, clock.instant()).toHours() < 24;
        return wrong == 0 || !recent
                ? ""
                : wrong + " webhooks with a wrong or old signature, the last at "
                        + lastWrong.truncatedTo(ChronoUnit.SECONDS)
                        + ": is hook_secret_file what the system signs with, and is its clock right?";
    }
}
