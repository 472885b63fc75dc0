// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import java.util.BitSet;

/**
 * How many different devices there were, in 4 KB: linear counting (K.-Y. Whang and others, 1990), exact for a handful and
 * within two percent up to 100,000. Not thread-safe.
 */
final class Crowd {
    private static final int BITS = 1 << 15;

    private final BitSet seen = new BitSet(BITS);

    void add(String device) {
        seen.set((int) (Names.hash(device) >>> 49));
    }

    long count() {
        int empty = BITS - seen.cardinality();
        return empty == 0 ? BITS * 10L : Math.round(-BITS * Math.log((double) empty / BITS));
    }

    byte[] kept() {
        return seen.toByteArray();
    }

    void restore(byte[] kept) {
        seen.clear();
        seen.or(BitSet.valueOf(kept));
    }
}
