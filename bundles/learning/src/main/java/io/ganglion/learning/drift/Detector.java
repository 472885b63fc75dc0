// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

/** Watches one stream for a change, in constant memory and without allocating. Not thread-safe. */
public interface Detector {

    /**
     * Takes the next sample.
     *
     * @param x finite
     * @return whether the detector sees a change at this sample
     */
    boolean add(double x);

    /** The mean that the detector believes in now; {@code NaN} before the first sample. */
    double mean();

    /** The figure that the last sample led to. */
    double statistic();

    /** What the figure has to exceed for a change. */
    double bound();

    /** Forgets all samples. */
    void reset();
}
