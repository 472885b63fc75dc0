// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-512, as {@code rounds$salt$hash} in base 64.
 *
 * @param rounds 100,000 to 10,000,000
 */
public record PasswordHash(int rounds, byte[] salt, byte[] hash) {

    /** By OWASP's advice of 2023 for this function. */
    static final int ROUNDS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    public PasswordHash {
        if (rounds < 100_000 || rounds > 10_000_000 || salt.length < SALT_BYTES || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException(
                    "not a password hash of 100000 to 10000000 rounds with a salt of at least " + SALT_BYTES
                            + " and a hash of " + HASH_BYTES + " bytes: rounds=" + rounds);
        }
    }

    /** A new one, with salt of its own. Takes some tenths of a second of processor time, on purpose. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", 3);
        if (parts.length < 3 || !parts[0].matches("[0-9]{1,8}")) {
            throw new IllegalArgumentException("not rounds$salt$hash");
        }
        return new PasswordHash(
                Integer.parseInt(parts[0]),
                Base64.getDecoder().decode(parts[1]),
                Base64.getDecoder().decode(parts[2]));
    }

    /** As slow. */
    boolean fits(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds));
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return rounds + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static byte[] derive(char[] password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** For the script {@code ganglion}: reads a password from standard input and prints its hash. */
    public static void main(String[] arguments) throws IOException {
        String password = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
        System.out.println(of(password.toCharArray()));
    }
}
