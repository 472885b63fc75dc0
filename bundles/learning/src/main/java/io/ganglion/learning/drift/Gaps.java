// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.Arrays;

/** Watches which of a model's inputs are missing, in blocks of rows: a sensor that fails stays away for more than a row. */
final class Gaps {
    private static final int BLOCK = 16;
    /** A share below this is not measured with any care. */
    private static final double LEAST = 0.01;

    private static final double NOTICED = 0.2;
    private static final double TIMES = 10;
    private static final double MOST = 0.5;
    /** Of the log likelihood ratio: one false alarm in some e^12 blocks. */
    private static final double THRESHOLD = 12;
    /** Blocks over which the recent share fades. */
    private static final double RECENT = 8;

    private final int[] block;
    private final long[] learned;
    private final double[] before;
    private final double[] limit;
    private final double[] recent;
    private final boolean[] standing;
    private final BernoulliCusum[] cusums;
    private int filled;
    private long rows;

    Gaps(int inputs) {
        block = new int[inputs];
        learned = new long[inputs];
        before = new double[inputs];
        limit = new double[inputs];
        recent = new double[inputs];
        standing = new boolean[inputs];
        cusums = new BernoulliCusum[inputs];
    }

    /** Takes one row's presence of one input. */
    void add(int input, boolean missing) {
        block[input] += missing ? 1 : 0;
    }

    /** Ends a row; true where a block ended with it, and {@link #speaks} may be asked of each input. */
    boolean endRow() {
        rows++;
        return ++filled == BLOCK;
    }

    /** What is missing from here on is compared with what was missing up to here. */
    void learned() {
        double[] shares = new double[learned.length];
        for (int i = 0; i < learned.length; i++) {
            shares[i] = (double) learned[i] / Math.max(1, rows);
        }
        watch(shares);
    }

    void watch(double[] shares) {
        for (int i = 0; i < shares.length; i++) {
            before[i] = Math.max(LEAST, shares[i]);
            double after = Math.max(NOTICED, Math.min((1 + before[i]) / 2, TIMES * before[i]));
            // An input that is missing most of the time has nothing to lose.
            cusums[i] = before[i] <= MOST ? new BernoulliCusum(before[i], after, THRESHOLD) : null;
            limit[i] = (before[i] + after) / 2;
        }
    }

    double[] shares() {
        return before.clone();
    }

    /** Whether an input is missing more than it was, said once until it is back. To be asked once a block. */
    boolean speaks(int input) {
        double share = (double) block[input] / BLOCK;
        learned[input] += block[input];
        recent[input] += (share - recent[input]) / RECENT;
        if (cusums[input] == null) {
            return false;
        }
        boolean high = cusums[input].add(share);
        if (standing[input]) {
            standing[input] = recent[input] > limit[input];
            if (!standing[input]) {
                cusums[input].reset();
            }
            return false;
        }
        standing[input] = high;
        return high;
    }

    /** After all inputs were asked. */
    void endBlock() {
        Arrays.fill(block, 0);
        filled = 0;
    }

    boolean isStanding(int input) {
        return standing[input];
    }

    double before(int input) {
        return before[input];
    }

    double recent(int input) {
        return recent[input];
    }

    double statistic(int input) {
        return cusums[input].statistic();
    }

    double bound(int input) {
        return cusums[input].bound();
    }

    /** Share of all inputs that is missing lately. */
    double share() {
        double sum = 0;
        for (double one : recent) {
            sum += one;
        }
        return sum / recent.length;
    }
}
