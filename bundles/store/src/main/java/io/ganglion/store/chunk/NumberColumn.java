// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;

/**
 * Values of one attribute, to the bit. Sensors send decimals of few digits: as whole numbers of their last digit, as steps
 * from one to the next, they take two bytes instead of the six that the bits of a double take (decision 0008). A column that
 * is not made of such decimals is kept as bits, all first bytes together, then all second ones, which a deflater likes.
 */
final class NumberColumn {

    private static final int CONSTANT = 0;
    private static final int DECIMAL = 1;
    private static final int BITS = 2;
    private static final int WITH_GAPS = 0x10;

    private static final int MOST_DIGITS = 15;
    /** Whole numbers below this are exact in a double, and so is the way back. */
    private static final double EXACT = 1e15;

    private static final double[] POWERS = new double[MOST_DIGITS + 1];

    static {
        double power = 1;
        for (int i = 0; i <= MOST_DIGITS; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private NumberColumn() {}

    static void write(double[] column, ByteSink out) {
        double[] values = withoutGaps(column);
        int gaps = values.length == column.length ? 0 : WITH_GAPS;
        int digits = digits(values);
        if (isConstant(values)) {
            out.put(CONSTANT | gaps);
            writeGaps(column, gaps, out);
            out.putDouble(values.length == 0 ? Double.NaN : values[0]);
        } else if (digits <= MOST_DIGITS) {
            out.put(DECIMAL | gaps);
            writeGaps(column, gaps, out);
            out.put(digits);
            writeDecimals(values, POWERS[digits], out);
        } else {
            out.put(BITS | gaps);
            writeGaps(column, gaps, out);
            writeBits(values, out);
        }
    }

    static double[] read(ByteSource in, int rows) {
        int form = in.get();
        boolean[] there = (form & WITH_GAPS) != 0 ? Marks.read(in, rows) : null;
        int count = there == null ? rows : Marks.count(there);
        double[] values = new double[count];
        switch (form & ~WITH_GAPS) {
            case CONSTANT -> java.util.Arrays.fill(values, in.getDouble());
            case DECIMAL -> readDecimals(values, POWERS[in.get()], in);
            case BITS -> readBits(values, in);
            default -> throw new Damaged("no form of a column: " + form);
        }
        return there == null ? values : withGaps(values, there);
    }

    private static double[] withoutGaps(double[] column) {
        int count = 0;
        for (double value : column) {
            count += Double.isNaN(value) ? 0 : 1;
        }
        if (count == column.length) {
            return column;
        }
        double[] values = new double[count];
        int at = 0;
        for (double value : column) {
            if (!Double.isNaN(value)) {
                values[at++] = value;
            }
        }
        return values;
    }

    private static double[] withGaps(double[] values, boolean[] there) {
        double[] column = new double[there.length];
        int at = 0;
        for (int i = 0; i < there.length; i++) {
            column[i] = there[i] ? values[at++] : Double.NaN;
        }
        return column;
    }

    private static void writeGaps(double[] column, int gaps, ByteSink out) {
        if (gaps != 0) {
            boolean[] there = new boolean[column.length];
            for (int i = 0; i < column.length; i++) {
                there[i] = !Double.isNaN(column[i]);
            }
            Marks.write(there, out);
        }
    }

    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(values[0])) {
                return false;
            }
        }
        return true;
    }

    /** The fewest digits behind the point that bring every value back to the bit; one more than the most where none do. */
    private static int digits(double[] values) {
        int digits = 0;
        for (double value : values) {
            while (!isExact(value, POWERS[digits])) {
                if (++digits > MOST_DIGITS) {
                    return digits;
                }
            }
        }
        // More digits than one value needs may be too many for another.
        for (double value : values) {
            if (!isExact(value, POWERS[digits])) {
                return MOST_DIGITS + 1;
            }
        }
        return digits;
    }

    private static boolean isExact(double value, double power) {
        double scaled = value * power;
        return Math.abs(scaled) < EXACT
                && Double.doubleToRawLongBits((long) Math.rint(scaled) / power) == Double.doubleToRawLongBits(value);
    }

    private static void writeDecimals(double[] values, double power, ByteSink out) {
        long previous = 0;
        for (double value : values) {
            long whole = (long) Math.rint(value * power);
            out.putSigned(whole - previous);
            previous = whole;
        }
    }

    private static void readDecimals(double[] values, double power, ByteSource in) {
        long whole = 0;
        for (int i = 0; i < values.length; i++) {
            whole += in.getSigned();
            values[i] = whole / power;
        }
    }

    private static void writeBits(double[] values, ByteSink out) {
        for (int plane = 56; plane >= 0; plane -= 8) {
            for (double value : values) {
                out.put((int) (Double.doubleToRawLongBits(value) >>> plane));
            }
        }
    }

    private static void readBits(double[] values, ByteSource in) {
        long[] bits = new long[values.length];
        for (int plane = 56; plane >= 0; plane -= 8) {
            for (int i = 0; i < bits.length; i++) {
                bits[i] |= (in.get() & 0xFFL) << plane;
            }
        }
        for (int i = 0; i < bits.length; i++) {
            values[i] = Double.longBitsToDouble(bits[i]);
        }
    }
}
