// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

/**
 * A score in parts.
 *
 * @param baseline what the parts begin with
 * @param parts one an input
 */
record Split(double baseline, double[] parts) {

    double sum() {
        double sum = baseline;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }
}
