// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.nio.charset.StandardCharsets;

/** JSON strings as bytes: what the reader has checked is turned into text here. */
final class Strings {
    private Strings() {}

    /** The text of a string span, escapes resolved. The span is one that the reader accepted. */
    static String decode(byte[] body, int from, int to) {
        String raw = new String(body, from, to - from, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(escaped(kind));
            }
        }
        return text.toString();
    }

    private static char escaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    /** Whether a span holds exactly these bytes. */
    static boolean equal(byte[] body, int from, int to, byte[] expected) {
        if (to - from != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (body[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Code points in a span without escapes: bytes that do not continue another. */
    static int codePoints(byte[] body, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (body[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /**
     * Length of the UTF-8 sequence that starts here with a byte above 127, by RFC 3629 (neither overlong nor a surrogate);
     * 0 where it is none, negative where the input ends within it.
     */
    static int sequence(byte[] body, int at, int end) {
        int lead = body[at] & 0xFF;
        int length = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if (at + i >= end) {
                return -1;
            }
            if ((body[at + i] & 0xC0) != 0x80) {
                return 0;
            }
            if (i == 1 && !secondFits(lead, body[at + 1] & 0xFF)) {
                return 0;
            }
        }
        return length;
    }

    private static boolean secondFits(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
