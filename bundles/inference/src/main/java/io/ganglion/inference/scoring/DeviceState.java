// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

/** What one partition knows of one device. */
final class DeviceState {
    final String device;
    final Smoother smoother;
    /** What counts as normal for the next row. */
    Normal normal;
    /** The normal of the last row taken; null before the first. */
    Normal takenUnder;
    /** The normal of the rows in the smoother; it lags behind by the rows of the batch. */
    Normal smoothedUnder;
    /** Its commissioning; null where it has none, or waits for its turn. */
    Trial trial;
    /** Whether it was called anomalous at the last row. */
    boolean anomalous;

    DeviceState(String device, Smoother smoother) {
        this.device = device;
        this.smoother = smoother;
    }
}
