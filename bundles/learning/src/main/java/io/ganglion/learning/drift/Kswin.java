// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.Arrays;

/**
 * KSWIN: whether the newest samples of a window come from the same distribution as others drawn from it by chance, by
 * the test of Kolmogorov and Smirnov. Sees changes of spread and shape too.
 *
 * <p>Source: C. Raab, M. Heusinger, F.-M. Schleif, Reactive Soft Prototype Computing for Concept Drift Streams,
 * Neurocomputing 416, 2020: a change where the distance exceeds {@code sqrt(-ln(alpha) / r)}.
 */
public final class Kswin implements Detector {
    private final double[] window;
    private final double[] newest;
    private final double[] drawn;
    private final double bound;
    private final long seed;
    private long dice;
    private int filled;
    private int next;
    private double statistic;

    /**
     * @param size samples in the window, at least twice {@code newest}
     * @param newest samples on each side of the test: the paper's r
     * @param alpha how likely the test is to err, above 0 and below 1
     * @param seed of the draws: same seed, same verdicts
     */
    public Kswin(int size, int newest, double alpha, long seed) {
        if (newest < 1 || size < 2 * newest || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("KSWIN needs size >= 2 newest, newest >= 1, 0 < alpha < 1: size=" + size
                    + " newest=" + newest + " alpha=" + alpha);
        }
        this.window = new double[size];
        this.newest = new double[newest];
        this.drawn = new double[newest];
        this.bound = Math.sqrt(-Math.log(alpha) / newest);
        this.seed = seed;
        this.dice = seed;
    }

    @Override
    public boolean add(double x) {
        window[next] = x;
        next = next + 1 == window.length ? 0 : next + 1;
        if (filled < window.length && ++filled < window.length) {
            return false;
        }
        compare();
        if (statistic <= bound) {
            return false;
        }
        keepNewest();
        return true;
    }

    private void compare() {
        int old = window.length - newest.length;
        int taken = 0;
        // Each subset is equally likely: Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S.
        for (int i = 0; i < old && taken < drawn.length; i++) {
            if (uniform() * (old - i) < drawn.length - taken) {
                drawn[taken++] = at(i);
            }
        }
        for (int i = 0; i < newest.length; i++) {
            newest[i] = at(old + i);
        }
        Arrays.sort(drawn);
        Arrays.sort(newest);
        statistic = distance(drawn, newest);
    }

    /** The sample {@code i} places behind the oldest. */
    private double at(int i) {
        int place = next + i;
        return window[place < window.length ? place : place - window.length];
    }

    /** Greatest difference of two empirical distributions; both sorted and of one length. */
    static double distance(double[] a, double[] b) {
        int i = 0;
        int j = 0;
        int most = 0;
        while (i < a.length && j < b.length) {
            double x = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= x) {
                i++;
            }
            while (j < b.length && b[j] <= x) {
                j++;
            }
            most = Math.max(most, Math.abs(i - j));
        }
        return (double) most / a.length;
    }

    private void keepNewest() {
        for (int i = 0; i < newest.length; i++) {
            newest[i] = at(window.length - newest.length + i);
        }
        System.arraycopy(newest, 0, window, 0, newest.length);
        filled = newest.length;
        next = newest.length;
    }

    /** SplitMix64, in place. */
    private double uniform() {
        dice += 0x9E3779B97F4A7C15L;
        long z = (dice ^ (dice >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /** The mean of the window. */
    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < filled; i++) {
            sum += window[i];
        }
        return filled > 0 ? sum / filled : Double.NaN;
    }

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
        filled = 0;
        next = 0;
        statistic = 0;
        dice = seed;
    }
}
