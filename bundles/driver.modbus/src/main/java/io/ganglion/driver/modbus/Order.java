// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import java.util.Arrays;
import java.util.Locale;

/** In which order a slave keeps the bytes of a number that takes several registers; {@code A} is the highest byte. */
enum Order {
    /** As the standard has it: highest register first, highest byte first. */
    ABCD(false, false),
    /** Lowest register first. */
    CDAB(true, false),
    /** Bytes swapped within each register. */
    BADC(false, true),
    /** Both: lowest byte first. */
    DCBA(true, true);

    private final boolean lowestRegisterFirst;
    private final boolean bytesSwapped;

    Order(boolean lowestRegisterFirst, boolean bytesSwapped) {
        this.lowestRegisterFirst = lowestRegisterFirst;
        this.bytesSwapped = bytesSwapped;
    }

    static Order named(String name) {
        return Arrays.stream(values())
                .filter(order -> order.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no such order: " + name + " known=" + Arrays.toString(values())));
    }

    /** The registers' bits in one row, right-aligned. */
    long bits(int[] registers, int from, int width) {
        long bits = 0;
        for (int i = 0; i < width; i++) {
            int register = registers[lowestRegisterFirst ? from + width - 1 - i : from + i];
            bits = bits << 16 | (bytesSwapped ? (register & 0xFF) << 8 | register >> 8 & 0xFF : register & 0xFFFF);
        }
        return bits;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
