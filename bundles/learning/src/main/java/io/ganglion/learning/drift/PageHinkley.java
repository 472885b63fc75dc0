// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

/**
 * Page-Hinkley: sums what lies beyond the mean and an allowance, and speaks when the sum has risen too far above its
 * least. Both directions.
 *
 * <p>Source: E. S. Page, Continuous Inspection Schemes, Biometrika 41, 1954, where the mean is known; J. Gama and others,
 * A Survey on Concept Drift Adaptation, ACM Computing Surveys 46, 2014, section 3.2, where it is that of the samples so
 * far. {@code m - min m} is kept by its recursion, {@code g = max(0, g + x - mean - allowance)}.
 */
public final class PageHinkley implements Detector {
    private final double known;
    private final double allowance;
    private final double threshold;
    private final int least;
    private long samples;
    private double mean;
    private double up;
    private double down;

    /**
     * @param known the mean before any change; {@code NaN} for that of the samples so far
     * @param allowance what a sample may lie off without counting, at least 0
     * @param threshold what the sum must exceed, more than 0
     * @param least samples before it may speak
     */
    public PageHinkley(double known, double allowance, double threshold, int least) {
        if (!(allowance >= 0) || !(threshold > 0)) {
            throw new IllegalArgumentException("Page-Hinkley needs allowance >= 0 and threshold > 0: allowance="
                    + allowance + " threshold=" + threshold);
        }
        this.known = known;
        this.allowance = allowance;
        this.threshold = threshold;
        this.least = least;
    }

    @Override
    public boolean add(double x) {
        samples++;
        mean += (x - mean) / samples;
        double off = x - (Double.isNaN(known) ? mean : known);
        up = Math.max(0, up + off - allowance);
        down = Math.max(0, down - off - allowance);
        return samples >= least && Math.max(up, down) > threshold;
    }

    /** The mean of all samples since the last reset, also where the mean before a change is known. */
    @Override
    public double mean() {
        return samples > 0 ? mean : Double.NaN;
    }

    @Override
    public double statistic() {
        return Math.max(up, down);
    }

    @Override
    public double bound() {
        return threshold;
    }

    @Override
    public void reset() {
        samples = 0;
        mean = 0;
        up = 0;
        down = 0;
    }
}
