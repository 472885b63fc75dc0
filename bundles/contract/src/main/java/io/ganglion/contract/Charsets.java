// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;

/** Tells other encodings than UTF-8 by their first bytes. */
final class Charsets {
    private Charsets() {}

    /** Refuses a byte order mark, and text in two or four bytes a character. JSON's first two characters are ASCII. */
    static void check(byte[] body) {
        if (body.length < 2) {
            return;
        }
        int first = body[0] & 0xFF;
        int second = body[1] & 0xFF;
        if (first >= 0xFE && second >= 0xFE) {
            throw wrong("UTF-16 with a byte order mark");
        }
        if (first == 0xEF && second == 0xBB) {
            throw wrong("begins with a byte order mark; send UTF-8 without one");
        }
        if (first == 0 || second == 0) {
            throw wrong("UTF-16 or UTF-32; send UTF-8");
        }
    }

    private static Refusal wrong(String what) {
        return new Refusal(Reason.WRONG_CHARSET, "", 0, "not UTF-8: " + what);
    }
}
