// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Compressed bodies (RFC 1952), by their first two bytes. Never holds more than what is allowed. */
final class Gzip {
    /** Longest body after inflation, bytes. */
    static final int LIMIT = 4 << 20;

    /** Most that a byte may become, once the body is longer than {@link #FREE}: a payload of readings stays far below. */
    static final int RATIO_LIMIT = 200;

    private static final int FREE = 64 << 10;

    private Gzip() {}

    static boolean is(byte[] body) {
        return body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    static byte[] inflate(byte[] body) {
        long allowed = Math.min(LIMIT, Math.max(FREE, (long) body.length * RATIO_LIMIT));
        byte[] out = new byte[(int) Math.min(allowed, body.length * 4L)];
        int count = 0;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            int read;
            while ((read = in.read(out, count, out.length - count)) >= 0) {
                count += read;
                if (count == out.length) {
                    if (count >= allowed) {
                        throw tooLarge(body, allowed);
                    }
                    out = Arrays.copyOf(out, (int) Math.min(allowed, count * 2L));
                }
            }
            return Arrays.copyOf(out, count);
        } catch (EOFException e) {
            throw new Refusal(
                    Reason.TRUNCATED, "", body.length, "gzip ends in the middle, after " + body.length + " bytes");
        } catch (IOException e) {
            throw new Refusal(Reason.MALFORMED, "", 0, "not gzip: " + e.getMessage());
        }
    }

    private static Refusal tooLarge(byte[] body, long allowed) {
        return new Refusal(
                Reason.TOO_LARGE,
                "",
                -1,
                body.length + " bytes of gzip inflate to more than " + allowed + " bytes; at most " + LIMIT + ", and "
                        + RATIO_LIMIT + " for each byte, are read");
    }
}
