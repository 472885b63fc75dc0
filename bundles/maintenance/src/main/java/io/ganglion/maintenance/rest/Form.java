// SPDX-License-Identifier: Apache-2.0
package io.ganglion.maintenance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The forms that a word takes for a system's sake. */
final class Form {
    private static final int DIGITS_OF_BASE_36 = 36;

    private Form() {}

    /** A number cuts, {@code html} escapes, {@code hash20} makes twenty letters and digits of any word, and {@code space} is how Odoo writes a time. */
    static UnaryOperator<String> of(String form) {
        if (form.matches("\\d{1,5}")) {
            int length = Integer.parseInt(form);
            return word -> cut(word, length);
        }
        return switch (form) {
            case "html" -> Form::html;
            case "hash20" -> Form::hash20;
            case "space" -> word -> word.replace('T', ' ').replace("Z", "");
            default -> throw new IllegalArgumentException("no such form: {name:" + form + "}");
        };
    }

    private static String cut(String word, int length) {
        if (word.length() <= length) {
            return word;
        }
        int end = Character.isHighSurrogate(word.charAt(length - 1)) ? length - 1 : length;
        return word.substring(0, end);
    }

    private static String html(String word) {
        return word.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("\n", "<br>");
    }

    /** For fields that are shorter than a key: 100 bits of its SHA-256. */
    private static String hash20(String word) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(word.getBytes(UTF_8));
            String digits =
                    new BigInteger(1, digest).toString(DIGITS_OF_BASE_36).toUpperCase(Locale.ROOT);
            return "0".repeat(Math.max(0, 20 - digits.length())) + digits.substring(0, Math.min(20, digits.length()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
