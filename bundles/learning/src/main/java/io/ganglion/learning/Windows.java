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
    private final double farthest;
    private int leftOut;

    /** @param farthest rows with an input further from 0 are counted, not kept */
    Windows(int window, double farthest) {
        this.window = window;
        this.farthest = farthest;
    }

    /**
     * Adds a stretch of one device, window beside window: overlapping ones teach nothing new, and one that reached over
     * the start would look into the part before.
     */
    void add(List<ModelSpec.Input> inputs, Series device, int start, int end) {
        for (int row = start + window - 1; row < end; row += window) {
            if (row - device.begins()[row] < window - 1) {
                // It would join two times that a pause parts.
                continue;
            }
            boolean refuted = device.refuted().get(row);
            double reach = refuted ? REFUTED_REACH * farthest : farthest;
            float[] normalised = new float[inputs.size()];
            boolean near = true;
            for (int i = 0; i < normalised.length; i++) {
                ModelSpec.Input input = inputs.get(i);
                double value = (device.averages()[row][i] - input.mean()) / input.deviation();
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

    /** Shape {@code [windows][inputs]}. */
    List<float[]> rows() {
        return rows;
    }

    int leftOut() {
        return leftOut;
    }
}
