// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a webhook is signed: HMAC-SHA256 in a header, in one of the usual ways to write it. */
public record Signature(String header, Kind kind) {

    /** How it is written. */
    public enum Kind {
        /** {@code sha256=HEX} over the body, as Redmine and many others do. */
        PREFIXED,
        /** {@code HEX} over the body. */
        HEX,
        /** {@code t=SECONDS,v1=HEX} over the seconds, a dot and the body, as Atlas CMMS does: an old one is known as such. */
        TIMED;

        /** By the word of a setting. */
        public static Kind of(String word) {
            return switch (word) {
                case "sha256=" -> PREFIXED;
                case "hex" -> HEX;
                case "t,v1" -> TIMED;
                default -> throw new IllegalArgumentException("hook_form is sha256= or hex or t,v1: " + word);
            };
        }
    }

    /**
     * What a header says.
     *
     * @param at when it was signed, where it says so; believed only when the signature is right
     */
    private record Given(byte[] mac, Optional<Instant> at, String signedBefore) {}

    /** A signature that is right, and when it was made where it says so. */
    public record Right(Optional<Instant> at) {}

    /** Whether a body was signed with the secret; empty where it was not. */
    public Optional<Right> judge(String value, byte[] body, String secret) {
        return given(value)
                .filter(one -> MessageDigest.isEqual(one.mac(), mac(secret, one.signedBefore(), body)))
                .map(one -> new Right(one.at()));
    }

    private Optional<Given> given(String value) {
        if (value == null || value.length() > 256) {
            return Optional.empty();
        }
        String text = value.strip();
        return switch (kind) {
            case HEX -> hex(text).map(mac -> new Given(mac, Optional.empty(), ""));
            case PREFIXED -> text.toLowerCase(Locale.ROOT).startsWith("sha256=")
                    ? hex(text.substring(7)).map(mac -> new Given(mac, Optional.empty(), ""))
                    : Optional.empty();
            case TIMED -> timed(text);
        };
    }

    private static Optional<Given> timed(String text) {
        String seconds = "";
        String mac = "";
        for (String part : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("t")) {
                seconds = pair[1];
            } else if (pair.length == 2 && pair[0].equals("v1")) {
                mac = pair[1];
            }
        }
        if (!seconds.matches("\\d{1,11}")) {
            return Optional.empty();
        }
        String signed = seconds;
        return hex(mac).map(bytes ->
                new Given(bytes, Optional.of(Instant.ofEpochSecond(Long.parseLong(signed))), signed + "."));
    }

    private static Optional<byte[]> hex(String text) {
        return text.matches("[0-9a-fA-F]{64}") ? Optional.of(HexFormat.of().parseHex(text)) : Optional.empty();
    }

    static byte[] mac(String secret, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update(before.getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
