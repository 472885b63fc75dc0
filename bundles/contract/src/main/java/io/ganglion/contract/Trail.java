// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.nio.charset.StandardCharsets;

/** Where in a document the reader stands: a stack of member names and array positions, kept as offsets until asked. */
final class Trail {
    private static final int NOWHERE = -2;
    private static final int ELEMENT = -1;

    private final int[] from;
    private final int[] to;
    private int depth;

    /** @param limit the most objects and arrays that may be open at once */
    Trail(int limit) {
        from = new int[limit];
        to = new int[limit];
    }

    void reset() {
        depth = 0;
    }

    int limit() {
        return from.length;
    }

    /** False where the limit of depth is reached. */
    boolean enter() {
        if (depth == from.length) {
            return false;
        }
        from[depth++] = NOWHERE;
        return true;
    }

    void leave() {
        depth--;
    }

    /** The innermost object stands between two members. */
    void between() {
        from[depth - 1] = NOWHERE;
    }

    /** The member of the innermost object that is read now: the span of its name, without quotes. */
    void member(int nameFrom, int nameTo) {
        from[depth - 1] = nameFrom;
        to[depth - 1] = nameTo;
    }

    /** The element of the innermost array that is read now. */
    void element(int index) {
        from[depth - 1] = ELEMENT;
        to[depth - 1] = index;
    }

    /** A JSON Pointer to the spot. Names with escapes are shown decoded. */
    String pointer(byte[] body) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < depth && from[i] != NOWHERE; i++) {
            if (from[i] == ELEMENT) {
                pointer.append('/').append(to[i]);
            } else {
                pointer.append('/').append(token(Strings.decode(body, from[i], to[i])));
            }
        }
        return pointer.toString();
    }

    /** A name as a token of a JSON Pointer. */
    static String token(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** A JSON Pointer to a member of the document's object. */
    static String pointerTo(byte[] name) {
        return "/" + token(new String(name, StandardCharsets.UTF_8));
    }
}
