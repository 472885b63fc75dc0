// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Eight bytes of a text at a time, the first in the lowest bits. Callers see to it that eight bytes are there. */
final class Swar {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Swar() {}

    static long load(byte[] b, int at) {
        return (long) LONGS.get(b, at);
    }

    /** The lowest set bit is in the first byte that is a quote, a backslash, a control character or above 127. */
    static long special(long x) {
        long quote = x ^ 0x2222222222222222L;
        long backslash = x ^ 0x5C5C5C5C5C5C5C5CL;
        return ((quote - 0x0101010101010101L & ~quote)
                        | (backslash - 0x0101010101010101L & ~backslash)
                        | x - 0x2020202020202020L
                        | x)
                & HIGH_BITS;
    }

    /** How many of the eight bytes, from the first on, are digits. */
    static int digits(long x) {
        long values = x ^ 0x3030303030303030L;
        long others = (values + 0x7676767676767676L | values) & HIGH_BITS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number that the first {@code count} bytes spell, 1 to 8 digits. */
    static long decimal(long x, int count) {
        // Shifted up, the missing leading digits are zeros.
        long v = (x ^ 0x3030303030303030L) << (Long.BYTES - count << 3);
        v = (v & 0x0F0F0F0F0F0F0F0FL) * 2561 >>> 8;
        v = (v & 0x00FF00FF00FF00FFL) * 6553601 >>> 16;
        return (v & 0x0000FFFF0000FFFFL) * 42949672960001L >>> 32;
    }

    /** Whether two spans of equal length hold the same bytes. The short ones are the most: loads that overlap, no loop. */
    static boolean equal(byte[] a, int aFrom, byte[] b, int bFrom, int length) {
        int last = length - Long.BYTES;
        if (last < 0 || length > 4 * Long.BYTES) {
            return Arrays.equals(a, aFrom, aFrom + length, b, bFrom, bFrom + length);
        }
        long differences = load(a, aFrom) ^ load(b, bFrom) | load(a, aFrom + last) ^ load(b, bFrom + last);
        if (length > 2 * Long.BYTES) {
            differences |= load(a, aFrom + Long.BYTES) ^ load(b, bFrom + Long.BYTES)
                    | load(a, aFrom + last - Long.BYTES) ^ load(b, bFrom + last - Long.BYTES);
        }
        return differences == 0;
    }
}
