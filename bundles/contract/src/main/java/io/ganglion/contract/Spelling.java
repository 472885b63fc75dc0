// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.Arrays;

/**
 * A place in a format's documents, and what is spelled there each time: its name, and the source and path of a reading under
 * it. What stands below it is found by its bytes, the one that came next last time first. Not thread-safe.
 */
final class Spelling {
    /** Members and elements of one place that are remembered. */
    static final int KEPT = 128;

    private static final Spelling[] NONE = {};

    final String name;
    /** What a reading here is called. */
    final String source;

    final String path;
    /** What the source of a member begins with. */
    final String stem;

    private final byte[] key;
    private Spelling[] members = NONE;
    private int count;
    private int due;
    private Spelling[] elements = NONE;
    /** The object in which it was met last. */
    long object;

    Spelling(byte[] key, String name, String source, String stem, String path) {
        this.key = key;
        this.name = name;
        this.source = source;
        this.stem = stem;
        this.path = path;
    }

    /** The member whose name is this span; null where none is remembered. */
    Spelling member(byte[] body, int from, int to) {
        for (int i = due; i < count; i++) {
            if (members[i].is(body, from, to)) {
                due = i + 1;
                return members[i];
            }
        }
        for (int i = Math.min(due, count) - 1; i >= 0; i--) {
            if (members[i].is(body, from, to)) {
                due = i + 1;
                return members[i];
            }
        }
        return null;
    }

    private boolean is(byte[] body, int from, int to) {
        return to - from == key.length && Arrays.equals(body, from, to, key, 0, key.length);
    }

    boolean isFull() {
        return count == KEPT;
    }

    void add(Spelling member) {
        if (count == members.length) {
            members = Arrays.copyOf(members, Math.max(8, 2 * count));
        }
        members[count++] = member;
        due = count;
    }

    /** The element of an array; null where none is remembered. */
    Spelling element(int index) {
        return index < elements.length ? elements[index] : null;
    }

    void element(int index, Spelling element) {
        if (index >= elements.length) {
            elements = Arrays.copyOf(elements, Math.max(8, Math.max(index + 1, Math.min(KEPT, 2 * index))));
        }
        elements[index] = element;
    }
}
