// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.print;

import java.util.Locale;

/** A binary body for people: sixteen bytes a line, and a caret below the one in question. */
final class Hex {
    private static final int COLUMNS = 16;
    private static final int LINES = 5;

    private Hex() {}

    /** The lines around an offset; from the beginning where it is -1, and without a caret. */
    static String dump(byte[] body, long offset) {
        int at = (int) Math.min(Math.max(offset, 0), body.length - 1L);
        int line = at / COLUMNS;
        int first = Math.max(0, line - LINES / 2);
        int last = Math.min((body.length - 1) / COLUMNS, first + LINES - 1);
        StringBuilder dump = new StringBuilder();
        for (int i = first; i <= last; i++) {
            append(dump, body, i * COLUMNS);
            if (offset >= 0 && i == line) {
                // Eight digits and two blanks, then three characters a byte; behind the last byte where it ends too
                // early.
                int column = (int) Math.min(offset, body.length) - line * COLUMNS;
                dump.append(" ".repeat(10 + 3 * column))
                        .append("^ byte ")
                        .append(offset)
                        .append('\n');
            }
        }
        return dump.toString().stripTrailing();
    }

    private static void append(StringBuilder dump, byte[] body, int from) {
        StringBuilder text = new StringBuilder();
        dump.append(String.format(Locale.ROOT, "%08x  ", from));
        for (int i = from; i < from + COLUMNS; i++) {
            if (i < body.length) {
                dump.append(String.format(Locale.ROOT, "%02x ", body[i]));
                text.append(body[i] < ' ' || body[i] > '~' ? '.' : (char) body[i]);
            } else {
                dump.append("   ");
            }
        }
        dump.append(' ').append(text).append('\n');
    }
}
