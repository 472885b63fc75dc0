// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import java.util.List;

/**
 * Several accepted readings out of one payload: a SenML pack, a temporal array, a batch from another node.
 *
 * @param rows of one device and one contract, oldest first; at least 2
 */
public record Observations(List<Observation> rows) implements Verdict {

    public Observations {
        rows = List.copyOf(rows);
        if (rows.size() < 2) {
            throw new IllegalArgumentException("one row is an Observation: rows=" + rows.size());
        }
    }
}
