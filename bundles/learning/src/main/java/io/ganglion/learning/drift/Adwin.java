// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.Arrays;

/**
 * ADWIN2: a window that grows while the mean stays, and drops its oldest part where two parts of it differ by more than
 * chance allows.
 *
 * <p>Source: A. Bifet, R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, SIAM Data Mining 2007: the
 * exponential histogram of section 4, and the cut of its equation 3.1 with the variance of the window. Samples lie in 0
 * to 1, for which the bound was proven.
 */
public final class Adwin implements Detector {
    /** Buckets of one size before the two oldest become one: the paper's M. */
    private static final int BUCKETS = 5;

    private static final int SLOTS = BUCKETS + 1;
    /** Samples that a part needs to be compared. */
    private static final int LEAST_PART = 5;

    private static final int LEAST_WINDOW = 10;

    private final double delta;
    private final int clock;
    private final int[] sizes;
    private final double[] sums;
    private final double[] variances;
    private long width;
    private double sum;
    private double variance;
    private int ticks;
    private double statistic;
    private double bound = Double.NaN;

    /**
     * @param delta confidence, above 0 and below 1: how likely it is that a window without a change is cut
     * @param clock looks for a cut once in so many samples; 1 for at each
     * @param levels sizes of buckets, each twice the one before; the window keeps at most 5 (2^levels - 1) samples
     */
    public Adwin(double delta, int clock, int levels) {
        if (!(delta > 0 && delta < 1) || clock < 1 || levels < 1 || levels > 40) {
            throw new IllegalArgumentException("ADWIN needs 0 < delta < 1, clock >= 1, 1 <= levels <= 40: delta="
                    + delta + " clock=" + clock + " levels=" + levels);
        }
        this.delta = delta;
        this.clock = clock;
        this.sizes = new int[levels];
        this.sums = new double[levels * SLOTS];
        this.variances = new double[levels * SLOTS];
    }

    @Override
    public boolean add(double x) {
        insert(x);
        compress();
        ticks++;
        return ticks % clock == 0 && width > LEAST_WINDOW && shrink();
    }

    private void insert(double x) {
        sums[sizes[0]] = x;
        variances[sizes[0]++] = 0;
        if (width > 0) {
            double off = x - sum / width;
            variance += width * off * off / (width + 1.0);
        }
        width++;
        sum += x;
    }

    /** Where a size has one bucket too many, its two oldest become one of the next size. */
    private void compress() {
        for (int level = 0; level < sizes.length && sizes[level] == SLOTS; level++) {
            if (level + 1 == sizes.length) {
                forget(level);
                return;
            }
            int at = level * SLOTS;
            int to = (level + 1) * SLOTS + sizes[level + 1]++;
            double off = sums[at] - sums[at + 1];
            sums[to] = sums[at] + sums[at + 1];
            variances[to] = variances[at] + variances[at + 1] + off * off / (2.0 * (1L << level));
            drop(level, 2);
        }
    }

    private void drop(int level, int count) {
        int at = level * SLOTS;
        sizes[level] -= count;
        System.arraycopy(sums, at + count, sums, at, sizes[level]);
        System.arraycopy(variances, at + count, variances, at, sizes[level]);
    }

    /** Drops the oldest bucket of the window, which is the first of its greatest size. */
    private void forget(int level) {
        long n = 1L << level;
        double mean = sums[level * SLOTS] / n;
        width -= n;
        sum -= sums[level * SLOTS];
        double off = width > 0 ? mean - sum / width : 0;
        variance = Math.max(0, variance - variances[level * SLOTS] - n * width * off * off / (n + width));
        drop(level, 1);
    }

    private boolean shrink() {
        boolean changed = false;
        while (width > LEAST_WINDOW && isCut()) {
            forget(oldest());
            changed = true;
        }
        return changed;
    }

    private int oldest() {
        int level = sizes.length - 1;
        while (sizes[level] == 0) {
            level--;
        }
        return level;
    }

    private boolean isCut() {
        double log = Math.log(2 * Math.log(width) / delta);
        double spread = 2 * variance / width * log;
        long before = 0;
        double sumBefore = 0;
        double worst = Double.NEGATIVE_INFINITY;
        for (int level = oldest(); level >= 0; level--) {
            for (int i = 0; i < sizes[level]; i++) {
                before += 1L << level;
                sumBefore += sums[level * SLOTS + i];
                long after = width - before;
                if (after < LEAST_PART) {
                    return false;
                }
                if (before >= LEAST_PART) {
                    double m = 1.0 / before + 1.0 / after;
                    double difference = Math.abs(sumBefore / before - (sum - sumBefore) / after);
                    double cut = Math.sqrt(m * spread) + 2.0 / 3.0 * m * log;
                    if (difference - cut > worst) {
                        worst = difference - cut;
                        statistic = difference;
                        bound = cut;
                    }
                    if (difference > cut) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Samples in the window. */
    public long width() {
        return width;
    }

    @Override
    public double mean() {
        return width > 0 ? sum / width : Double.NaN;
    }

    /** Difference of the means at the place where the window was nearest to a cut, or cut last. */
    @Override
    public double statistic() {
        return statistic;
    }

    @Override
    public double bound() {
        return bound;
    }

    @Override
    public void reset() {
        Arrays.fill(sizes, 0);
        width = 0;
        sum = 0;
        variance = 0;
        ticks = 0;
        statistic = 0;
        bound = Double.NaN;
    }
}
