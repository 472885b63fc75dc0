// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import java.util.Arrays;

/** The least value that at least a share of all values does not exceed: always one of them, never in between. */
final class Quantile {
    private Quantile() {}

    /** @param share above 0 and at most 1; 1 is the maximum */
    static double of(double[] values, double share) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values: a quantile needs at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
