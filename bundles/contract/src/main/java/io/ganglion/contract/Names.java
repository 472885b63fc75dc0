// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The names seen in each object of one document, to find duplicates. One open-addressed table for the whole document, with
 * a seed of its own, so that the cost stays linear however the names were chosen.
 */
final class Names {
    private static final int FEWEST_SLOTS = 64;

    private final long seed = new SplittableRandom().nextLong();
    private int[] slots = new int[FEWEST_SLOTS];
    private int[] owners = new int[FEWEST_SLOTS / 2];
    private byte[][] names = new byte[FEWEST_SLOTS / 2][];
    private int count;
    private int objects;

    void reset() {
        objects = 0;
        if (count == 0) {
            return;
        }
        if (slots.length > FEWEST_SLOTS) {
            slots = new int[FEWEST_SLOTS];
            owners = new int[FEWEST_SLOTS / 2];
            names = new byte[FEWEST_SLOTS / 2][];
        } else {
            Arrays.fill(slots, 0);
        }
        count = 0;
    }

    /** A number for an object that begins here. */
    int open() {
        return ++objects;
    }

    /** False where the object has this name already. */
    boolean add(int object, JsonReader reader) {
        byte[] name = reader.escaped
                ? reader.text().getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOfRange(reader.body, reader.from, reader.to);
        int slot = find(object, name);
        if (slots[slot] != 0) {
            return false;
        }
        if (count == owners.length) {
            grow();
            slot = find(object, name);
        }
        owners[count] = object;
        names[count] = name;
        slots[slot] = ++count;
        return true;
    }

    private int find(int object, byte[] name) {
        int mask = slots.length - 1;
        int slot = hash(object, name) & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (owners[entry] == object && Arrays.equals(names[entry], name)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        owners = Arrays.copyOf(owners, slots.length / 2);
        names = Arrays.copyOf(names, slots.length / 2);
        for (int i = 0; i < count; i++) {
            slots[find(owners[i], names[i])] = i + 1;
        }
    }

    private int hash(int object, byte[] name) {
        long hash = seed ^ object * 0x9E3779B97F4A7C15L;
        for (byte b : name) {
            hash = (hash ^ b) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }
}
