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
    /** Places in the window by rising value, so that no test has to sort. */
    private final int[] order;
    /** By place: 1 drawn, -1 newest, 0 neither. */
    private final byte[] side;
    /** Ages of the older samples, the drawn ones first. */
    private final int[] pool;

    private final int newest;
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
        this.order = new int[size];
        this.side = new byte[size];
        this.pool = new int[size - newest];
        this.newest = newest;
        this.bound = Math.sqrt(-Math.log(alpha) / newest);
        this.seed = seed;
        reset();
    }

    @Override
    public boolean add(double x) {
        put(x);
        if (filled < window.length) {
            return false;
        }
        compare();
        if (statistic <= bound) {
            return false;
        }
        keepNewest();
        return true;
    }

    private void put(double x) {
        int sorted = filled;
        if (filled == window.length) {
            int gone = 0;
            while (order[gone] != next) {
                gone++;
            }
            sorted--;
            System.arraycopy(order, gone + 1, order, gone, sorted - gone);
        } else {
            filled++;
        }
        window[next] = x;
        int at = sorted;
        while (at > 0 && window[order[at - 1]] > x) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = next;
        next = next + 1 == window.length ? 0 : next + 1;
    }

    private void compare() {
        draw();
        int difference = 0;
        int most = 0;
        for (int i = 0; i < order.length; ) {
            double value = window[order[i]];
            do {
                difference += side[order[i++]];
            } while (i < order.length && window[order[i]] == value);
            most = Math.max(most, Math.abs(difference));
        }
        statistic = (double) most / newest;
    }

    /** Puts as many of the older samples on one side, each equally likely, as there are newest ones on the other. */
    private void draw() {
        Arrays.fill(side, (byte) 0);
        for (int i = 0; i < newest; i++) {
            int from = i + (int) (uniform() * (pool.length - i));
            int age = pool[from];
            pool[from] = pool[i];
            pool[i] = age;
            side[place(age)] = 1;
            side[place(pool.length + i)] = -1;
        }
    }

    /** Where the sample lies that is {@code i} younger than the oldest. */
    private int place(int i) {
        int place = next + i;
        return place < window.length ? place : place - window.length;
    }

    private void keepNewest() {
        filled = 0;
        for (int place : order) {
            if (side[place] < 0) {
                order[filled++] = place;
            }
        }
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
            sum += window[order[i]];
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
        for (int i = 0; i < pool.length; i++) {
            pool[i] = i;
        }
    }
}
