// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.ModelSpec;

/** What is normal for a device: its normaliser, and the score that it should not exceed. Thread-safe. */
final class Normal {
    final Normaliser normaliser;
    /** {@code NaN} while it is still being learned. */
    final double threshold;

    private volatile boolean forgotten;

    private Normal(Normaliser normaliser, double threshold) {
        this.normaliser = normaliser;
        this.threshold = threshold;
    }

    /** What training knew; without a threshold where the model is commissioned. */
    static Normal of(ModelSpec spec) {
        return new Normal(
                Normaliser.of(spec.inputs()), spec.commissioning().rows() > 0 ? Double.NaN : spec.threshold());
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** Whoever still holds it lets go before the next row. */
    void forget() {
        forgotten = true;
    }
}
