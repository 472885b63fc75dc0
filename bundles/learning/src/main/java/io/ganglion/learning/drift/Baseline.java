// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.List;

/**
 * What is normal for a device under one version of a model, as it lies on disk.
 *
 * @param contract the contract's name
 * @param device the device's name
 * @param model {@code NAME@VERSION}
 * @param norms of the inputs and the score that are known
 * @param missing share of each of the model's inputs that was missing, in their order
 */
record Baseline(String contract, String device, String model, List<Norm> norms, List<Double> missing) {
    Baseline {
        norms = List.copyOf(norms);
        missing = List.copyOf(missing);
        for (double share : missing) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies in 0 to 1: missing=" + missing);
            }
        }
    }
}
