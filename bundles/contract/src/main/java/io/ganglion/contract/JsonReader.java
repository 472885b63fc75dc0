// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import io.ganglion.api.contract.Reason;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over the bytes of one JSON text (RFC 8259). Tokens are spans of the input; nothing is copied. Stricter than the
 * RFC where it leaves room: strings must be UTF-8 throughout and hold no lone surrogate, numbers must fit a double.
 *
 * <p>Not thread-safe; one is used for document after document. By hand, because this is the fast road: see the benchmark
 * {@code validate}.
 */
final class JsonReader {
    static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int EXPONENT_CAP = 100_000;

    final Trail trail;
    final Timestamps times = new Timestamps();

    byte[] body = {};
    int pos;
    /** The last token: a string without its quotes, or a number. */
    int from;

    int to;
    /** Whether the last string has escapes. */
    boolean escaped;

    private int exponent;

    JsonReader(int maxDepth) {
        trail = new Trail(maxDepth);
    }

    void reset(byte[] document) {
        body = document;
        pos = 0;
        trail.reset();
    }

    /** The next byte that is not white space, without taking it. */
    int peek() {
        byte[] b = body;
        for (int p = pos; p < b.length; p++) {
            int c = b[p];
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
                pos = p;
                return c;
            }
        }
        pos = b.length;
        throw truncated();
    }

    /** Whether nothing but white space is left. */
    boolean isAtEnd() {
        byte[] b = body;
        int p = pos;
        while (p < b.length && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        pos = p;
        return p == b.length;
    }

    void open() {
        if (!trail.enter()) {
            throw refuse(Reason.TOO_DEEP, pos, "nested deeper than " + trail.limit() + " levels");
        }
        pos++;
    }

    void colon() {
        if (peek() != ':') {
            throw unexpected("':'");
        }
        pos++;
    }

    /** Steps over a comma, or over the end of the object or array; true where another member follows. */
    boolean more(int close) {
        int c = peek();
        if (c == ',') {
            pos++;
            return true;
        }
        if (c == close) {
            pos++;
            trail.leave();
            return false;
        }
        throw unexpected("',' or '" + (char) close + "'");
    }

    /** Whether the object or array that was just opened ends at once; steps over its end. */
    boolean isEmpty(int close) {
        if (peek() != close) {
            return false;
        }
        pos++;
        trail.leave();
        return true;
    }

    /** Reads a member's name and notes it on the trail. */
    void name() {
        trail.between();
        if (peek() != '"') {
            throw unexpected("a name in quotes");
        }
        string();
        trail.member(from, to);
    }

    /** Takes a name that is known to stand here, its quote behind it. */
    void nameAt(int nameFrom, int nameTo) {
        from = nameFrom;
        to = nameTo;
        escaped = false;
        pos = nameTo + 1;
        trail.member(nameFrom, nameTo);
    }

    /** Reads a string, the cursor on its quote. */
    void string() {
        byte[] b = body;
        int p = pos + 1;
        from = p;
        escaped = false;
        while (true) {
            while (p + Long.BYTES <= b.length) {
                long special = Swar.special(Swar.load(b, p));
                if (special != 0) {
                    p += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                p += Long.BYTES;
            }
            if (p >= b.length) {
                throw truncated();
            }
            int c = b[p];
            if (c == '"') {
                to = p;
                pos = p + 1;
                return;
            }
            p = c >= ' ' && c != '\\' ? p + 1 : unusual(p, c);
        }
    }

    private int unusual(int p, int c) {
        if (c == '\\') {
            escaped = true;
            return escape(p);
        }
        if (c >= 0) {
            throw refuse(Reason.NOT_JSON, p, "control character 0x%02x in a string must be escaped".formatted(c));
        }
        int length = Strings.sequence(body, p, body.length);
        if (length < 0) {
            throw truncated();
        }
        if (length == 0) {
            throw notUtf8(p);
        }
        return p + length;
    }

    private int escape(int p) {
        if (p + 1 >= body.length) {
            throw truncated();
        }
        switch (body[p + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return p + 2;
            }
            case 'u' -> {
                return unicode(p);
            }
            default -> throw refuse(Reason.NOT_JSON, p, "no such escape: \\" + shown(body[p + 1]));
        }
    }

    private int unicode(int p) {
        int unit = hex(p + 2);
        if (!Character.isSurrogate((char) unit)) {
            return p + 6;
        }
        int q = p + 6;
        if (Character.isHighSurrogate((char) unit)) {
            if (q >= body.length || (body[q] == '\\' && q + 1 >= body.length)) {
                throw truncated();
            }
            if (body[q] == '\\' && body[q + 1] == 'u' && Character.isLowSurrogate((char) hex(q + 2))) {
                return q + 6;
            }
        }
        throw refuse(Reason.WRONG_CHARSET, p, "lone surrogate \\u%04x is no character".formatted(unit));
    }

    private int hex(int p) {
        int unit = 0;
        for (int i = p; i < p + 4; i++) {
            if (i >= body.length) {
                throw truncated();
            }
            int digit = body[i] < 0 ? -1 : Character.digit(body[i], 16);
            if (digit < 0) {
                throw refuse(Reason.NOT_JSON, p, "\\u needs four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Whether this is how a number begins. */
    static boolean isNumber(int c) {
        return c == '-' || (c >= '0' && c <= '9');
    }

    /** Like {@link #number}, but NaN where there is none. */
    double numberOrNaN() {
        if (!isNumber(body[pos])) {
            return Double.NaN;
        }
        try {
            return number();
        } catch (Refusal refusal) {
            return Double.NaN;
        }
    }

    /** Reads a number, the cursor on its first character: the very double that {@link Double#parseDouble} returns. */
    double number() {
        byte[] b = body;
        int start = b[pos] == '-' ? pos + 1 : pos;
        from = pos;
        if (start + Long.BYTES >= b.length) {
            return anyNumber(start);
        }
        long digits = Swar.load(b, start);
        int integers = Swar.digits(digits);
        if (integers == 0 || integers == Long.BYTES || (integers > 1 && (digits & 0xFF) == '0')) {
            return anyNumber(start);
        }
        int count = integers;
        int end = start + integers;
        if ((digits >>> (integers << 3) & 0xFF) == '.') {
            // Without the point: what is behind it moves down by one.
            long behind = -1L << (integers << 3);
            digits = digits & ~behind | Swar.load(b, start + 1) & behind;
            count = Swar.digits(digits);
            end = start + count + 1;
            if (count == integers) {
                return anyNumber(start);
            }
        }
        if (end >= b.length || (b[end] != ',' && continues(b[end]))) {
            return anyNumber(start);
        }
        to = end;
        pos = end;
        double value = Swar.decimal(digits, count) / POWERS[count - integers];
        return start == from ? value : -value;
    }

    /** Whether a number of at most eight digits goes on here. */
    private static boolean continues(int c) {
        return (c - '0' & 0xFF) <= 9 || (c | 0x20) == 'e';
    }

    /** A number of any length and form. */
    private double anyNumber(int start) {
        byte[] b = body;
        int p = start;
        long mantissa = 0;
        int digit;
        while (p < b.length && (digit = b[p] - '0' & 0xFF) <= 9) {
            mantissa = mantissa * 10 + digit;
            p++;
        }
        int digits = p - start;
        if (digits == 0 || (digits > 1 && b[start] == '0')) {
            throw badNumber(digits == 0 ? p : start);
        }
        int power = 0;
        if (p < b.length && b[p] == '.') {
            int point = ++p;
            while (p < b.length && (digit = b[p] - '0' & 0xFF) <= 9) {
                mantissa = mantissa * 10 + digit;
                p++;
            }
            power = point - p;
            digits -= power;
            if (power == 0) {
                throw badNumber(p);
            }
        }
        if (p < b.length && (b[p] | 0x20) == 'e') {
            p = exponent(p + 1);
            power += exponent;
        }
        to = p;
        pos = p;
        // Both are exact as doubles, so that one operation rounds once, which is correct by definition.
        if (digits <= 18 && mantissa >>> 53 == 0 && power >= -22 && power <= 22) {
            double value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
            return start == from ? value : -value;
        }
        return slowNumber();
    }

    private int exponent(int at) {
        byte[] b = body;
        int p = at;
        boolean negative = p < b.length && b[p] == '-';
        if (p < b.length && (b[p] == '-' || b[p] == '+')) {
            p++;
        }
        int start = p;
        int value = 0;
        int digit;
        while (p < b.length && (digit = b[p] - '0' & 0xFF) <= 9) {
            value = Math.min(EXPONENT_CAP, value * 10 + digit);
            p++;
        }
        if (p == start) {
            throw badNumber(p);
        }
        exponent = negative ? -value : value;
        return p;
    }

    private double slowNumber() {
        double value = JavaDoubleParser.parseDouble(body, from, to - from);
        if (Double.isInfinite(value)) {
            throw refuse(Reason.NOT_FINITE, from, "beyond the range of a double: " + token());
        }
        return value;
    }

    private Refusal badNumber(int p) {
        if (p >= body.length) {
            return truncated();
        }
        if (startsWith(p, "Infinity") || startsWith(p, "NaN")) {
            return notFinite(from);
        }
        return refuse(Reason.NOT_JSON, from, "not a number of JSON: " + shownFrom(from));
    }

    /** Steps over {@code true}, {@code false} or {@code null}. */
    void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (pos + i >= body.length) {
                throw truncated();
            }
            if (body[pos + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        from = pos;
        pos += word.length();
        to = pos;
    }

    private boolean startsWith(int p, String word) {
        return p + word.length() <= body.length
                && new String(body, p, word.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(word);
    }

    /** The last token as text. */
    String text() {
        return escaped ? Strings.decode(body, from, to) : new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    /** The last number as it was written, short enough for a message. */
    String token() {
        return Refusal.quote(new String(body, from, to - from, StandardCharsets.UTF_8));
    }

    /** What is wrong with the byte under the cursor, where something else was due. */
    Refusal unexpected(String due) {
        if (startsWith(pos, "NaN") || startsWith(pos, "Infinity") || startsWith(pos, "+Infinity")) {
            return notFinite(pos);
        }
        if (body[pos] < 0 && Strings.sequence(body, pos, body.length) <= 0) {
            return notUtf8(pos);
        }
        return refuse(Reason.NOT_JSON, pos, due + " was due, not " + shownFrom(pos));
    }

    Refusal refuse(Reason reason, int offset, String message) {
        return new Refusal(reason, trail.pointer(body), offset, message);
    }

    private Refusal notFinite(int p) {
        return refuse(Reason.NOT_FINITE, p, "JSON has no NaN and no infinity: " + shownFrom(p));
    }

    private Refusal notUtf8(int p) {
        return refuse(Reason.WRONG_CHARSET, p, "not UTF-8: byte 0x%02x".formatted(body[p] & 0xFF));
    }

    private Refusal truncated() {
        return refuse(Reason.TRUNCATED, body.length, "ends in the middle, after " + body.length + " bytes");
    }

    private String shownFrom(int p) {
        int stop = p;
        while (stop < body.length && stop - p < 16 && body[stop] > ' ' && ",:]}\"".indexOf(body[stop]) < 0) {
            stop++;
        }
        return stop == p ? shown(body[p]) : "'" + new String(body, p, stop - p, StandardCharsets.ISO_8859_1) + "'";
    }

    private static String shown(byte c) {
        return c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "byte 0x%02x".formatted(c & 0xFF);
    }
}
