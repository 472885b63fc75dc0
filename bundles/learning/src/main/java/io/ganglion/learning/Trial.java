// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import java.util.List;

/** Scores devices as a node will, commissioning included, and counts who was flagged. */
final class Trial {
    private final Scoring scoring;
    private final ModelSpec spec;
    private final byte[] network;

    Trial(Scoring scoring, ModelSpec spec, byte[] network) {
        this.scoring = scoring;
        this.spec = spec;
        this.network = network;
    }

    /**
     * What became of a run.
     *
     * @param rows that were looked at
     * @param flagged of them
     * @param first which was the first of them, counted from 0; -1 where there is none
     */
    record Flags(int rows, int flagged, int first) {}

    /**
     * @param rows all rows of one device, the commissioning ones first
     * @param from the first row that is looked at
     */
    Flags flags(List<Observation> rows, int from) throws ModelException {
        int commissioning = spec.commissioning().rows();
        if (rows.size() <= commissioning) {
            return new Flags(0, 0, -1);
        }
        ModelSpec own = commissioning == 0 ? spec : scoring.commission(spec, network, rows.subList(0, commissioning));
        double[] scores = scoring.scores(own, network, rows);
        int flagged = 0;
        int first = -1;
        int start = Math.max(commissioning, from);
        for (int row = start; row < scores.length; row++) {
            if (scores[row] > own.threshold()) {
                first = flagged == 0 ? row - start : first;
                flagged++;
            }
        }
        return new Flags(Math.max(0, scores.length - start), flagged, first);
    }
}
