// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** A body with the place of its trouble marked below. */
public final class Spot {
    private static final int WIDTH = 100;
    private static final int BEFORE = 60;

    private Spot() {}

    /**
     * The bytes around an offset on one line, and a caret below it; those of a binary body as a hex dump.
     *
     * @param offset of the trouble in the body, or -1 where it has no place: then the beginning is shown, unmarked
     */
    public static String mark(byte[] body, long offset) {
        if (body.length == 0) {
            return "(no bytes)";
        }
        if (isBinary(body, offset)) {
            return Hex.dump(body, offset);
        }
        boolean placed = offset >= 0;
        int at = (int) Math.min(Math.max(offset, 0), body.length);
        int from = startOfCharacter(body, Math.max(0, at - BEFORE));
        int to = startOfCharacter(body, Math.min(body.length, from + WIDTH));
        String left = from > 0 ? "..." : "";
        String line = left + printable(body, from, to) + (to < body.length ? "..." : "");
        if (!placed) {
            return line;
        }
        return line + "\n" + " ".repeat((left + printable(body, from, at)).length()) + "^ byte " + offset;
    }

    /** Whether more than an eighth of the neighbourhood is no text. */
    private static boolean isBinary(byte[] body, long offset) {
        int at = (int) Math.min(Math.max(offset, 0), body.length);
        int from = startOfCharacter(body, Math.max(0, at - BEFORE));
        int to = startOfCharacter(body, Math.min(body.length, from + WIDTH));
        boolean text = isText(body, from, to);
        int strange = 0;
        for (int i = from; i < to; i++) {
            boolean control = body[i] >= 0 && body[i] < ' ' && body[i] != '\n' && body[i] != '\r' && body[i] != '\t';
            strange += control || (body[i] < 0 && !text) ? 1 : 0;
        }
        return strange * 8 > to - from;
    }

    private static boolean isText(byte[] body, int from, int to) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(body, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int startOfCharacter(byte[] body, int at) {
        int start = at;
        while (start > 0 && start < body.length && at - start < 4 && (body[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }

    private static String printable(byte[] body, int from, int to) {
        ByteBuffer bytes = ByteBuffer.wrap(body, from, to - from);
        try {
            return Plain.text(UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString());
        } catch (CharacterCodingException e) {
            // Not text: what is not ASCII becomes a dot, so that a byte is a column.
            StringBuilder line = new StringBuilder();
            for (char c : new String(body, from, to - from, US_ASCII).toCharArray()) {
                line.append(c < ' ' || c > '~' ? '.' : c);
            }
            return line.toString();
        }
    }
}
