// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.Arrays;

/**
 * The population stability index of what came lately against a reference: {@code sum (q - p) ln(q / p)} over bins.
 *
 * <p>Above 0.25 the population has shifted (N. Siddiqi, Credit Risk Scorecards, 2006). Chance alone makes about
 * {@code chi2 (1/n + 1/m)} of it, which is the bound where there are few independent samples (B. Yurdakul, Statistical
 * Properties of Population Stability Index, 2018). What came fades: half of it after a given number of samples.
 */
public final class StabilityIndex implements Detector {
    private static final double SHIFTED = 0.25;
    /** Of a bin that nothing fell in. */
    private static final double HALF = 0.5;
    /** One in 10,000. */
    private static final double NORMAL_QUANTILE = 3.719;

    private final double[] edges;
    private final double[] shares;
    private final double[] counts;
    private final double kept;
    private final double chance;
    private final double memory;
    private final double reference;
    private double weight;
    private double sum;
    private double index = Double.NaN;
    private double bound = SHIFTED;

    /**
     * @param reference what is expected
     * @param halfLife samples after which one counts half
     * @param memory samples that tell as much as one independent one, at least 1
     * @param rows samples that the reference was made of
     */
    public StabilityIndex(Shares reference, double halfLife, double memory, double rows) {
        this.edges = reference.edgeArray();
        this.shares = reference.shareArray();
        this.counts = new double[shares.length];
        this.kept = Math.pow(0.5, 1 / halfLife);
        this.memory = Math.max(1, memory);
        this.reference = Math.max(1, rows / this.memory);
        this.chance = chiSquare(shares.length - 1);
    }

    /** Upper quantile by Wilson and Hilferty. */
    private static double chiSquare(int freedom) {
        double third = 2.0 / (9 * Math.max(1, freedom));
        return Math.max(1, freedom) * Math.pow(1 - third + NORMAL_QUANTILE * Math.sqrt(third), 3);
    }

    /** Takes a sample without asking: for when a block of them is judged at its end. */
    void count(double x) {
        int bin = Arrays.binarySearch(edges, x);
        counts[bin < 0 ? -bin - 1 : bin]++;
        weight++;
        sum += x;
    }

    /** Judges what came, and lets it fade by as many samples. */
    boolean judge(int samples) {
        double n = weight + HALF * counts.length;
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            double q = (counts[i] + HALF) / n;
            total += (q - shares[i]) * Math.log(q / shares[i]);
        }
        index = total;
        bound = Math.max(SHIFTED, chance * (memory / Math.max(1, weight) + 1 / reference));
        double fade = Math.pow(kept, samples);
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= fade;
        }
        weight *= fade;
        sum *= fade;
        return index > bound;
    }

    @Override
    public boolean add(double x) {
        count(x);
        return judge(1);
    }

    @Override
    public double mean() {
        return weight > 0 ? sum / weight : Double.NaN;
    }

    /** The index; {@code NaN} before it was judged. */
    @Override
    public double statistic() {
        return index;
    }

    @Override
    public double bound() {
        return bound;
    }

    @Override
    public void reset() {
        Arrays.fill(counts, 0);
        weight = 0;
        sum = 0;
        index = Double.NaN;
        bound = SHIFTED;
    }
}
