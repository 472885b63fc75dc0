// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Judges logins by HTTP Basic. A login that was right is remembered until the file changes, for the hash is slow on
 * purpose; those who guess wait, longer every time; no more than two hashes are worked out at once. Thread-safe.
 */
public final class WebDoor {

    private static final int HEADER_LIMIT = 512;
    private static final int REMEMBERED_LIMIT = 256;
    private static final int HASHES_AT_ONCE = 2;
    private static final PasswordHash NOBODY = new PasswordHash(PasswordHash.ROUNDS, new byte[16], new byte[32]);

    private final WebCredentials credentials;
    private final Guesses guesses;
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE);
    private final byte[] pepper = new byte[32];
    private final Map<String, WebLogin> remembered = new LinkedHashMap<>();
    private Object rememberedOf = "";

    public WebDoor(WebCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.guesses = new Guesses(clock);
        new SecureRandom().nextBytes(pepper);
    }

    /**
     * What became of a login.
     *
     * @param login who it is; empty where refused
     * @param waitSeconds how long to wait before the next try; 0 where it may be at once
     * @param detail why it was refused
     */
    public record Judgement(Optional<WebLogin> login, long waitSeconds, String detail) {
        static Judgement refused(long waitSeconds, String detail) {
            return new Judgement(Optional.empty(), waitSeconds, detail);
        }
    }

    /**
     * Judges an Authorization header.
     *
     * @param header null where there was none
     * @param address where the request came from
     */
    public Judgement judge(String header, String address) {
        WebCredentials.Listing listing = credentials.listing();
        if (listing.entries().isEmpty()) {
            return Judgement.refused(0, listing.trouble());
        }
        String given = given(header);
        int colon = given.indexOf(':');
        if (colon <= 0) {
            return Judgement.refused(0, "log in by HTTP Basic; a login is made by: ganglion credential web");
        }
        String key = keyed(given);
        Optional<WebLogin> known = recall(listing.stamp(), key);
        if (known.isPresent()) {
            return new Judgement(known, 0, "");
        }
        String user = given.substring(0, colon);
        long wait = guesses.waitSeconds(address, user);
        if (wait > 0) {
            return Judgement.refused(wait, "too many wrong passwords: wait " + wait + " s");
        }
        if (!hashes.tryAcquire()) {
            return Judgement.refused(1, "too many logins at once: wait 1 s");
        }
        try {
            return verify(listing, user, given.substring(colon + 1).toCharArray(), address, key);
        } finally {
            hashes.release();
        }
    }

    private Judgement verify(WebCredentials.Listing listing, String user, char[] password, String address, String key) {
        WebCredentials.Entry entry = listing.entries().get(user);
        // For a user that does not exist the same work is done, so that the time tells nothing.
        boolean right = (entry == null ? NOBODY : entry.hash()).fits(password);
        if (!right || entry == null) {
            guesses.failed(address, user);
            return Judgement.refused(0, "user or password is wrong");
        }
        guesses.passed(address, user);
        remember(listing.stamp(), key, entry.login());
        return new Judgement(Optional.of(entry.login()), 0, "");
    }

    private static String given(String header) {
        if (header == null || header.length() > HEADER_LIMIT || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return "";
        }
        try {
            return new String(Base64.getDecoder().decode(header.substring(6).strip()), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Not the password itself: what is remembered is of no use outside of this process. */
    private String keyed(String given) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(pepper);
            return HexFormat.of().formatHex(digest.digest(given.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private synchronized Optional<WebLogin> recall(Object stamp, String key) {
        return stamp.equals(rememberedOf) ? Optional.ofNullable(remembered.get(key)) : Optional.empty();
    }

    private synchronized void remember(Object stamp, String key, WebLogin login) {
        if (!stamp.equals(rememberedOf) || remembered.size() >= REMEMBERED_LIMIT) {
            remembered.clear();
            rememberedOf = stamp;
        }
        remembered.put(key, login);
    }
}
