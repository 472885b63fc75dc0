// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.job;

import io.ganglion.api.contract.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What one device sent.
 *
 * @param device its name
 * @param rows in order of time; those that commission it first
 * @param marks one a row
 */
public record DeviceRows(String device, List<Observation> rows, List<Mark> marks) {

    public DeviceRows {
        if (rows.size() != marks.size()) {
            throw new IllegalArgumentException(
                    "one mark a row: device=" + device + " rows=" + rows.size() + " marks=" + marks.size());
        }
    }

    /** Those that are learned from. */
    public List<Observation> healthy() {
        List<Observation> healthy = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            if (marks.get(row) != Mark.FAULT) {
                healthy.add(rows.get(row));
            }
        }
        return healthy;
    }

    /** Which of the {@link #healthy()} rows an alert was refuted on. */
    public BitSet refuted() {
        BitSet refuted = new BitSet();
        int row = 0;
        for (Mark mark : marks) {
            if (mark == Mark.REFUTED) {
                refuted.set(row);
            }
            row += mark == Mark.FAULT ? 0 : 1;
        }
        return refuted;
    }
}
