// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

/**
 * Whether a share rose: Page's test on the log likelihood ratio of two shares. A sample is 0 or 1, or the share of a block
 * that counts as one.
 *
 * <p>Source: M. R. Reynolds, Z. G. Stoumbos, A CUSUM Chart for Monitoring a Proportion When Inspecting Continuously,
 * Journal of Quality Technology 31, 1999.
 */
public final class BernoulliCusum implements Detector {
    private final double hit;
    private final double pass;
    private final double threshold;
    private long samples;
    private double mean;
    private double sum;

    /**
     * @param before the share as it should be, above 0
     * @param after the share that is to be noticed, above {@code before} and below 1
     * @param threshold of the log likelihood ratio, more than 0
     */
    public BernoulliCusum(double before, double after, double threshold) {
        if (!(before > 0 && before < after && after < 1) || !(threshold > 0)) {
            throw new IllegalArgumentException(
                    "a CUSUM of shares needs 0 < before < after < 1 and threshold > 0: before=" + before + " after="
                            + after + " threshold=" + threshold);
        }
        this.hit = Math.log(after / before);
        this.pass = Math.log((1 - after) / (1 - before));
        this.threshold = threshold;
    }

    @Override
    public boolean add(double share) {
        samples++;
        mean += (share - mean) / samples;
        sum = Math.max(0, sum + share * hit + (1 - share) * pass);
        return sum > threshold;
    }

    @Override
    public double mean() {
        return samples > 0 ? mean : Double.NaN;
    }

    @Override
    public double statistic() {
        return sum;
    }

    @Override
    public double bound() {
        return threshold;
    }

    @Override
    public void reset() {
        samples = 0;
        mean = 0;
        sum = 0;
    }
}
