// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

/** What is normal for a device: its normaliser, and the score that it should not exceed. Thread-safe. */
final class Normal {
    final Normaliser normaliser;
    /** {@code NaN} while it is still being learned. */
    final double threshold;

    private volatile boolean forgotten;

    Normal(Normaliser normaliser, double threshold) {
        this.normaliser = normaliser;
        this.threshold = threshold;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** Whoever still holds it lets go before the next row. */
    void forget() {
        forgotten = true;
    }
}
