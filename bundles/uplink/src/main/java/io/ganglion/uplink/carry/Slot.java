// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

/** Entries of the journal, up to a position, that are settled together. Not thread-safe. */
final class Slot {
    private long position;
    private int open;

    Slot(long position, int open) {
        this.position = position;
        this.open = open;
    }

    long position() {
        return position;
    }

    boolean isSettled() {
        return open == 0;
    }

    /** Takes the next entry in as well. */
    void extend(long to) {
        position = to;
    }

    void await(int more) {
        open += more;
    }

    void settle() {
        open--;
    }
}
