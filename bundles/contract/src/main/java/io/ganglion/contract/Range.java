// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

/**
 * The numbers that pass, both ends included: an exclusive bound is the next double.
 *
 * @param atLeast the lower bound as a message states it
 * @param atMost the upper bound as a message states it
 */
record Range(double minimum, double maximum, String atLeast, String atMost) {
    static final Range OPEN = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "", "");

    boolean contains(double value) {
        return value >= minimum && value <= maximum;
    }

    /** What was expected of a value outside. */
    String due(double value) {
        return value < minimum ? atLeast : atMost;
    }

    Range and(Range other) {
        boolean higher = other.minimum > minimum;
        boolean lower = other.maximum < maximum;
        return new Range(
                higher ? other.minimum : minimum,
                lower ? other.maximum : maximum,
                higher ? other.atLeast : atLeast,
                lower ? other.atMost : atMost);
    }

    Range from(double bound, String stated, boolean exclusive) {
        double least = exclusive ? Math.nextUp(bound) : bound;
        return least > minimum
                ? new Range(least, maximum, (exclusive ? "more than " : "at least ") + stated, atMost)
                : this;
    }

    Range to(double bound, String stated, boolean exclusive) {
        double most = exclusive ? Math.nextDown(bound) : bound;
        return most < maximum
                ? new Range(minimum, most, atLeast, (exclusive ? "less than " : "at most ") + stated)
                : this;
    }
}
