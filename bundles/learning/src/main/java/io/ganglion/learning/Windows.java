// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/** Rows as the network sees them, normalised. */
final class Windows {
    /** A row on which somebody contradicted an alert counts double, or the many that nobody looked at outvote it. */
    private static final int REFUTED_WEIGHT = 2;
    /** And may lie further out: there the alert was. */
    private static final int REFUTED_REACH = 3;

    private final List<float[]> rows = new ArrayList<>();
    private final int window;
    private final int steps;
    private final double farthest;
    private int leftOut;

    /** Of plain rows. */
    Windows(int window, double farthest) {
        this(window, 1, farthest);
    }

    /**
     * @param steps rows that make one input, each averaged over the window that ends with it
     * @param farthest rows with an input further from 0 are counted, not kept
     */
    Windows(int window, int steps, double farthest) {
        this.window = window;
        this.steps = steps;
        this.farthest = farthest;
    }

    /**
     * Adds a stretch of one device, window beside window: overlapping ones teach nothing new, and one that reached over
     * the start would look into the part before. Series overlap by half, for what they show depends on where they begin.
     */
    void add(List<ModelSpec.Input> inputs, Series device, int start, int end) {
        int reachBack = window + steps - 2;
        for (int row = start + reachBack; row < end; row += Math.max(window, steps / 2)) {
            if (row - device.begins()[row] < reachBack) {
                // It would join two times that a pause parts.
                continue;
            }
            boolean refuted = device.refuted().get(row);
            double reach = refuted ? REFUTED_REACH * farthest : farthest;
            float[] normalised = new float[steps * inputs.size()];
            boolean near = true;
            for (int i = 0; i < normalised.length; i++) {
                ModelSpec.Input input = inputs.get(i % inputs.size());
                int step = row - (steps - 1) + i / inputs.size();
                double value = (device.averages()[step][i % inputs.size()] - input.mean()) / input.deviation();
                // Absent is as good as at the mean.
                normalised[i] = Double.isNaN(value) ? 0 : (float) value;
                near &= Math.abs(normalised[i]) <= reach;
            }
            if (near) {
                for (int times = refuted ? REFUTED_WEIGHT : 1; times > 0; times--) {
                    rows.add(normalised);
                }
            } else {
                leftOut++;
            }
        }
    }

    /** Shape {@code [windows][steps * inputs]}, the oldest step first. */
    List<float[]> rows() {
        return rows;
    }

    int leftOut() {
        return leftOut;
    }
}
