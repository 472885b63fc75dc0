// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * Writes nanoseconds since the epoch as RFC 3339 in UTC with 3, 6 or 9 decimals, or none. The calendar is done once a
 * second, not once a message. Not thread-safe.
 */
public final class Timestamp {

    private static final long SECOND = 1_000_000_000L;

    private final char[] text = new char[64];
    private long second = Long.MIN_VALUE;
    private int prefix;

    public void write(JsonGenerator json, String field, long nanos) throws IOException {
        long newSecond = Math.floorDiv(nanos, SECOND);
        if (newSecond != second) {
            String whole = Instant.ofEpochSecond(newSecond).toString();
            prefix = whole.length() - 1;
            whole.getChars(0, prefix, text, 0);
            second = newSecond;
        }
        int end = fraction((int) Math.floorMod(nanos, SECOND));
        text[end] = 'Z';
        json.writeFieldName(field);
        json.writeString(text, 0, end + 1);
    }

    private int fraction(int nanos) {
        if (nanos == 0) {
            return prefix;
        }
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        int rest = digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos;
        text[prefix] = '.';
        for (int i = prefix + digits; i > prefix; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return prefix + digits + 1;
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
