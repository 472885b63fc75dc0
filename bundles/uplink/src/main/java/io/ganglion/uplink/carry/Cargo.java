// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.carry;

import io.ganglion.uplink.message.Letter;
import java.util.Deque;

/** A message on its way: what it settles, and what it went through. Not thread-safe. */
final class Cargo {
    private final Letter letter;
    private final Deque<Cargo> home;
    private final Slot slot;
    /** Of the dead letter that is tried again; 0 for one that never was. */
    private final long number;

    private int sends;
    private int refusals;
    private boolean alone;

    /** @param home where it waits until it is sent, and again where it must be sent again */
    Cargo(Letter letter, Deque<Cargo> home, Slot slot, long number) {
        this.letter = letter;
        this.home = home;
        this.slot = slot;
        this.number = number;
    }

    Letter letter() {
        return letter;
    }

    Deque<Cargo> home() {
        return home;
    }

    long number() {
        return number;
    }

    void settle() {
        slot.settle();
    }

    /** Counts a sending; true where it is not the first. */
    boolean sent() {
        return sends++ > 0;
    }

    /** Takes a sending back that was none; true where there was one before. */
    boolean unsent() {
        return --sends > 0;
    }

    /** Counts a refusal and says how many there were. */
    int refused() {
        return ++refusals;
    }

    boolean isAlone() {
        return alone;
    }

    /** Shares no envelope with others any more: which one is refused must be known. */
    void separate() {
        alone = true;
    }
}
