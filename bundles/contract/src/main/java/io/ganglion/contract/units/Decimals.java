// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.units;

/**
 * The decimal that was meant by a double. A double that has a decimal of at most 15 digits has only that one, so that what
 * a device wrote as {@code 1330.2} can be scaled as a decimal and rounded once.
 */
public final class Decimals {
    /** Up to 10^22 each power of ten is exact as a double. */
    static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /** 15 digits. */
    private static final double MANTISSA_LIMIT = 1e15;

    private static final int SCALE_LIMIT = 15;
    private static final long[] NANOS = {
        1_000_000_000L, 100_000_000L, 10_000_000L, 1_000_000L, 100_000L, 10_000L, 1_000L, 100L, 10L, 1L
    };
    /** Seconds that surely fit a {@code long} as nanoseconds. */
    private static final double SECONDS_LIMIT = 9.2e9;

    private Decimals() {}

    /** How many decimals {@code x} has, 0 to 15; -1 where it has no decimal of at most 15 digits. */
    static int scale(double x) {
        for (int scale = 0; scale <= SCALE_LIMIT; scale++) {
            double mantissa = Math.rint(x * POWERS[scale]);
            if (!(Math.abs(mantissa) < MANTISSA_LIMIT)) {
                return -1;
            }
            if (mantissa / POWERS[scale] == x) {
                return scale;
            }
        }
        return -1;
    }

    /** The digits of {@code x} as a whole number, where it has {@code scale} decimals. */
    static long mantissa(double x, int scale) {
        return (long) Math.rint(x * POWERS[scale]);
    }

    /** Seconds as whole nanoseconds, as the decimal says; {@code Long.MIN_VALUE} where they are beyond a {@code long}. */
    public static long nanos(double seconds) {
        if (!(Math.abs(seconds) < SECONDS_LIMIT)) {
            return Long.MIN_VALUE;
        }
        int scale = scale(seconds);
        if (scale >= 0 && scale < NANOS.length) {
            return mantissa(seconds, scale) * NANOS[scale];
        }
        long whole = (long) seconds;
        return whole * NANOS[0] + Math.round((seconds - whole) * NANOS[0]);
    }
}
