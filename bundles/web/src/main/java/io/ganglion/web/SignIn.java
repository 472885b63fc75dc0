// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ganglion.web.Realm.Proven;
import io.ganglion.web.Sessions.Session;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.servlet.http.HttpServletRequest;

/** Says who sent a request: by session cookie, or by HTTP Basic. Thread-safe. */
final class SignIn {

    /** The header that repeats the session's word. */
    static final String CSRF = "X-CSRF-Token";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final WebDoor door;
    private final Sessions sessions;
    private final SessionCookie cookie;

    SignIn(WebDoor door, Sessions sessions, SessionCookie cookie) {
        this.door = door;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /** Who it is, or why nobody. */
    sealed interface Visitor permits Known, Refused {}

    /**
     * Somebody.
     *
     * @param scheme as {@link HttpServletRequest#getAuthType()} says it
     * @param csrf the session's word; empty without a session
     * @param expires when it ends unless it is used, milliseconds since the epoch; 0 without a session
     * @param stands whether the login still stands, when asked later
     */
    record Known(WebLogin login, String scheme, String csrf, long expires, BooleanSupplier stands) implements Visitor {}

    /** Nobody. */
    record Refused(Problem problem) implements Visitor {}

    WebDoor door() {
        return door;
    }

    Sessions sessions() {
        return sessions;
    }

    SessionCookie cookie() {
        return cookie;
    }

    Visitor visitor(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        Optional<String> token = cookie.token(request);
        return header == null && token.isPresent() ? byCookie(token.get(), request) : byHeader(header, request);
    }

    private Visitor byCookie(String token, HttpServletRequest request) {
        Optional<Session> found = sessions.use(token);
        if (found.isEmpty()) {
            return new Refused(Problem.sessionExpired());
        }
        Session session = found.get();
        if (!READING.contains(request.getMethod()) && !repeats(session.csrf(), request.getHeader(CSRF))) {
            return new Refused(Problem.of(
                    403,
                    "csrf",
                    "Not from the page itself",
                    "a request that changes something repeats the session's word in " + CSRF
                            + "; GET /api/v1/session says it"));
        }
        return new Known(
                session.proven().login(),
                "SESSION",
                session.csrf(),
                sessions.end(session),
                () -> sessions.isOpen(token));
    }

    private static boolean repeats(String csrf, String header) {
        return header != null && MessageDigest.isEqual(csrf.getBytes(US_ASCII), header.getBytes(US_ASCII));
    }

    private Visitor byHeader(String header, HttpServletRequest request) {
        WebDoor.Judgement judgement = door.judge(header, request.getRemoteAddr());
        if (judgement.proven().isPresent()) {
            Proven proven = judgement.proven().get();
            return new Known(proven.login(), HttpServletRequest.BASIC_AUTH, "", 0, () -> door.stands(proven));
        }
        return new Refused(
                judgement.waitSeconds() > 0
                        ? Problem.throttled(judgement.waitSeconds(), judgement.detail())
                        : Problem.loginRequired(judgement.detail()));
    }
}
