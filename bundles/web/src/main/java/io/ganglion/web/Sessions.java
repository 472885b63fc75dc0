// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ganglion.web.Realm.Proven;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is logged in by cookie. In memory only: a restart of the node ends them all. What is kept is a digest of the token, so
 * that nobody who reads this process' memory comes in by it. Thread-safe.
 */
final class Sessions {

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final WebSettings limits;
    private final Predicate<Proven> stands;

    /** Least recently used first. */
    private final Map<String, Session> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * One login.
     *
     * @param csrf what each request that changes something must repeat in a header: another site's page cannot read it
     * @param begun milliseconds since the epoch
     * @param used when the last request came
     */
    record Session(Proven proven, String csrf, long begun, long used) {}

    /** @param token for the cookie; said once */
    record Opened(String token, Session session) {}

    /** @param stands whether a login would still be let in */
    Sessions(Clock clock, WebSettings limits, Predicate<Proven> stands) {
        this.clock = clock;
        this.limits = limits;
        this.stands = stands;
    }

    /** A new session, never one that was there before the login. The longest unused make room. */
    synchronized Opened open(Proven proven) {
        long now = clock.millis();
        open.values().removeIf(session -> isOver(session, now));
        String user = proven.login().user();
        while (open.size() >= limits.sessions()) {
            open.remove(open.keySet().iterator().next());
        }
        while (open.values().stream().filter(one -> of(user, one)).count() >= limits.sessionsOfOne()) {
            open.entrySet().stream()
                    .filter(one -> of(user, one.getValue()))
                    .findFirst()
                    .ifPresent(oldest -> open.remove(oldest.getKey()));
        }
        String token = word();
        Session session = new Session(proven, word(), now, now);
        open.put(digest(token), session);
        return new Opened(token, session);
    }

    private static boolean of(String user, Session session) {
        return session.proven().login().user().equals(user);
    }

    /** Finds a session that still stands, and takes note that it was used. */
    synchronized Optional<Session> use(String token) {
        String key = digest(token);
        Optional<Session> found = find(key);
        found.ifPresent(session ->
                open.put(key, new Session(session.proven(), session.csrf(), session.begun(), clock.millis())));
        return found;
    }

    /** Whether it still stands; asking is no use of it. */
    synchronized boolean isOpen(String token) {
        return find(digest(token)).isPresent();
    }

    synchronized void end(String token) {
        open.remove(digest(token));
    }

    synchronized int size() {
        return open.size();
    }

    private Optional<Session> find(String key) {
        Session session = open.get(key);
        if (session == null) {
            return Optional.empty();
        }
        // Of a user who was taken out of the file, or whose password or role changed, it ends at once.
        if (isOver(session, clock.millis()) || !stands.test(session.proven())) {
            open.remove(key);
            return Optional.empty();
        }
        return Optional.of(session);
    }

    /** When a session ends unless it is used, milliseconds since the epoch. */
    long end(Session session) {
        return Math.min(
                session.used() + limits.idle().toMillis(),
                session.begun() + limits.whole().toMillis());
    }

    private boolean isOver(Session session, long now) {
        return now >= end(session);
    }

    private String word() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
