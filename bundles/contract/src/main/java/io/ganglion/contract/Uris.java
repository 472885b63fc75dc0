// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/** Absolute URIs by RFC 3986, as bytes. */
final class Uris {
    private static final String MARKS = "-._~:/?@!$&'()*+,;=";

    private Uris() {}

    /** A scheme, a colon, and then only what RFC 3986 allows; brackets around the host alone, one fragment at most. */
    static boolean isAbsolute(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] != ':') {
            boolean fits = isLetter(b[p]) || (p > from && (isDigit(b[p]) || "+-.".indexOf(b[p]) >= 0));
            if (!fits) {
                return false;
            }
            p++;
        }
        if (p == from || p >= to) {
            return false;
        }
        boolean fragment = false;
        for (p++; p < to; p++) {
            int c = b[p];
            if (c == '%') {
                if (p + 2 >= to || Character.digit(b[p + 1], 16) < 0 || Character.digit(b[p + 2], 16) < 0) {
                    return false;
                }
                p += 2;
            } else if (c == '#') {
                if (fragment) {
                    return false;
                }
                fragment = true;
            } else if (!isLetter(c) && !isDigit(c) && (c < 0 || MARKS.indexOf(c) < 0) && !isBracketOfHost(b, from, p)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBracketOfHost(byte[] b, int from, int p) {
        if (b[p] != '[' && b[p] != ']') {
            return false;
        }
        String before = new String(b, from, p - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        int authority = before.indexOf("://");
        return authority >= 0 && before.indexOf('/', authority + 3) < 0 && before.indexOf('?') < 0;
    }

    private static boolean isLetter(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
