// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.concurrent.Semaphore;

/**
 * Judges users and passwords. A login that was right is remembered while the realm's stamp stays, for the hash is slow on
 * purpose; those who guess wait, longer every time; no more than two hashes are worked out at once. Thread-safe.
 */
final class WebDoor {

    private static final int HEADER_LIMIT = 512;
    private static final int REMEMBERED_LIMIT = 256;
    private static final int HASHES_AT_ONCE = 2;

    private final Realm realm;
    private final Guesses guesses;
    private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE);
    private final byte[] pepper = new byte[32];
    private final Map<String, Proven> remembered = new LinkedHashMap<>();
    private Object rememberedOf = "";

    WebDoor(Realm realm, Clock clock) {
        this.realm = realm;
        this.guesses = new Guesses(clock);
        new SecureRandom().nextBytes(pepper);
    }

    /**
     * What became of a login.
     *
     * @param proven who it is; empty where refused
     * @param waitSeconds how long to wait before the next try; 0 where it may be at once
     * @param detail why it was refused
     */
    record Judgement(Optional<Proven> proven, long waitSeconds, String detail) {
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
    Judgement judge(String header, String address) {
        String given = given(header);
        int colon = given.indexOf(':');
        if (colon <= 0) {
            String trouble = realm.trouble();
            return Judgement.refused(
                    0,
                    trouble.isEmpty()
                            ? "log in by HTTP Basic, or on the page at /; a login is made by: ganglion credential web"
                            : trouble);
        }
        return judge(given.substring(0, colon), given.substring(colon + 1), address);
    }

    Judgement judge(String user, String password, String address) {
        String trouble = realm.trouble();
        if (!trouble.isEmpty()) {
            return Judgement.refused(0, trouble);
        }
        Object stamp = realm.stamp();
        String key = keyed(user + ":" + password);
        Optional<Proven> known = recall(stamp, key);
        if (known.isPresent()) {
            return new Judgement(known, 0, "");
        }
        long wait = guesses.waitSeconds(address, user);
        if (wait > 0) {
            return Judgement.refused(wait, "too many wrong passwords: wait " + wait + " s");
        }
        if (!hashes.tryAcquire()) {
            return Judgement.refused(1, "too many logins at once: wait 1 s");
        }
        try {
            return verify(stamp, user, password, address, key);
        } finally {
            hashes.release();
        }
    }

    /** Whether a login would be let in today as it was. */
    boolean stands(Proven proven) {
        return realm.stands(proven);
    }

    private Judgement verify(Object stamp, String user, String password, String address, String key) {
        Optional<Proven> proven = realm.prove(user, password.toCharArray());
        if (proven.isEmpty()) {
            guesses.failed(address, user);
            return Judgement.refused(0, "user or password is wrong");
        }
        guesses.passed(address, user);
        remember(stamp, key, proven.get());
        return new Judgement(proven, 0, "");
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

    private synchronized Optional<Proven> recall(Object stamp, String key) {
        return stamp.equals(rememberedOf) ? Optional.ofNullable(remembered.get(key)) : Optional.empty();
    }

    private synchronized void remember(Object stamp, String key, Proven proven) {
        if (!stamp.equals(rememberedOf) || remembered.size() >= REMEMBERED_LIMIT) {
            remembered.clear();
            rememberedOf = stamp;
        }
        remembered.put(key, proven);
    }
}
