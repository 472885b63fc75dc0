// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract.units;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * {@code y = (x * factor + offset) / divisor} in whole numbers, so that it is exact until the one rounding at the end:
 * 1330.2 mA is 1.3302 A to the bit. Immutable.
 */
public final class Conversion {
    public static final Conversion NONE = new Conversion(BigInteger.ONE, BigInteger.ZERO, BigInteger.ONE);

    private static final MathContext ENOUGH = new MathContext(60);
    /** Whole numbers below are exact as doubles. */
    private static final long EXACT = 1L << 53;

    /** Bits of a double's significand. */
    private static final int PRECISION = 53;

    private static final int DECIMALS = 16;

    private final BigInteger factor;
    private final BigInteger offset;
    private final BigInteger divisor;
    private final boolean identity;

    /** The same in machine numbers, by the decimals of {@code x}; a divisor of NaN where one of them does not fit. */
    private final long smallFactor;

    private final long mantissaLimit;
    private final long[] offsets = new long[DECIMALS];
    private final double[] divisors = new double[DECIMALS];

    private Conversion(BigInteger factor, BigInteger offset, BigInteger divisor) {
        BigInteger common = factor.gcd(offset).gcd(divisor);
        BigInteger sign = BigInteger.valueOf(divisor.signum());
        this.factor = factor.divide(common).multiply(sign);
        this.offset = offset.divide(common).multiply(sign);
        this.divisor = divisor.divide(common).multiply(sign);
        this.identity =
                this.factor.equals(BigInteger.ONE) && this.offset.signum() == 0 && this.divisor.equals(BigInteger.ONE);
        boolean small = this.factor.bitLength() < PRECISION;
        this.smallFactor = small ? this.factor.longValue() : 0;
        this.mantissaLimit = smallFactor == 0 ? 0 : EXACT / Math.abs(smallFactor);
        for (int scale = 0; scale < DECIMALS; scale++) {
            prepare(scale, small);
        }
    }

    private void prepare(int scale, boolean small) {
        BigInteger power = BigInteger.TEN.pow(scale);
        BigInteger shifted = offset.multiply(power);
        BigInteger by = divisor.multiply(power);
        boolean fits = small && shifted.bitLength() < PRECISION && isExact(by);
        offsets[scale] = fits ? shifted.longValue() : 0;
        divisors[scale] = fits ? by.doubleValue() : Double.NaN;
    }

    private static boolean isExact(BigInteger value) {
        return value.bitLength() - value.getLowestSetBit() <= PRECISION;
    }

    /** {@code x * scale + shift}. */
    public static Conversion of(BigDecimal scale, BigDecimal shift) {
        int decimals = Math.max(0, Math.max(scale.scale(), shift.scale()));
        return new Conversion(
                scale.movePointRight(decimals).toBigIntegerExact(),
                shift.movePointRight(decimals).toBigIntegerExact(),
                BigInteger.TEN.pow(decimals));
    }

    static Conversion fraction(BigInteger dividend, BigInteger divisor) {
        return new Conversion(dividend, BigInteger.ZERO, divisor);
    }

    /** This, then the next. */
    public Conversion then(Conversion next) {
        return new Conversion(
                factor.multiply(next.factor),
                offset.multiply(next.factor).add(next.offset.multiply(divisor)),
                divisor.multiply(next.divisor));
    }

    /** Correctly rounded, of the decimal that {@code x} stands for. Infinite where it is beyond a double. */
    public double apply(double x) {
        if (identity) {
            return x;
        }
        int scale = Decimals.scale(x);
        if (scale >= 0) {
            long mantissa = Decimals.mantissa(x, scale);
            if (Math.abs(mantissa) < mantissaLimit) {
                long dividend = mantissa * smallFactor + offsets[scale];
                if (Math.abs(dividend) < EXACT && !Double.isNaN(divisors[scale])) {
                    return dividend / divisors[scale];
                }
            }
        }
        return Double.isFinite(x) ? atLength(x) : x;
    }

    private double atLength(double x) {
        BigDecimal exact = new BigDecimal(Double.toString(x))
                .multiply(new BigDecimal(factor))
                .add(new BigDecimal(offset));
        return exact.divide(new BigDecimal(divisor), ENOUGH).doubleValue();
    }

    public boolean isNone() {
        return identity;
    }
}
