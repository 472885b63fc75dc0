// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

/**
 * What is normal for one subject of one device: what it is measured by, and what it was like while it was learned.
 *
 * @param subject an input's name, or {@code score}
 * @param mean of its first rows, after the model's transform
 * @param deviation the unit in which it is measured from there: that of the model for this device
 * @param centre its mean over the reference, in such units
 * @param spread its standard deviation over the reference, in such units
 * @param block rows whose mean counts as one sample
 * @param correlation of neighbouring blocks; above a quarter where even the longest blocks remember each other
 * @param rows in the reference
 * @param shares the reference's distribution, in such units
 */
record Norm(
        String subject,
        double mean,
        double deviation,
        double centre,
        double spread,
        int block,
        double correlation,
        long rows,
        Shares shares) {

    private static final int BLOCK_LIMIT = 1 << 10;

    Norm {
        boolean finite = Double.isFinite(mean) && Double.isFinite(centre) && Double.isFinite(correlation);
        if (!finite || !(deviation > 0) || !(spread >= 0) || block < 1 || block > BLOCK_LIMIT || rows < 1) {
            throw new IllegalArgumentException("no sensible reference of " + subject + ": mean=" + mean + " deviation="
                    + deviation + " centre=" + centre + " spread=" + spread + " block=" + block + " correlation="
                    + correlation + " rows=" + rows);
        }
    }

    /** One model unit, or what the device wandered by itself, whichever is more. */
    double unit() {
        return Math.max(1, spread);
    }
}
