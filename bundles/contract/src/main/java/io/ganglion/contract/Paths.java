// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/** Paths of readings in a list. The first ones are made once: a path is needed only where a reading is refused. */
final class Paths {
    private static final int KEPT = 256;

    private final String head;
    private final String tail;
    private final String[] kept = new String[KEPT];

    Paths(String head, String tail) {
        this.head = head;
        this.tail = tail;
        for (int i = 0; i < KEPT; i++) {
            kept[i] = head + i + tail;
        }
    }

    String at(int index) {
        return index < KEPT ? kept[index] : head + index + tail;
    }
}
