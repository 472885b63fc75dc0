// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.write;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.util.List;

/** What one partition handed over at once. */
record Batch(List<Observation> observations, List<Insight> insights, Runnable kept, long bytes) implements Work {

    private static final int ROW = 96;

    static Batch of(List<Observation> observations, List<Insight> insights, Runnable kept) {
        long bytes = 0;
        for (Observation observation : observations) {
            bytes += size(observation);
        }
        for (Insight insight : insights) {
            bytes += size(insight.observation()) + 8L * insight.errors().length;
        }
        return new Batch(observations, insights, kept, bytes);
    }

    int rows() {
        return observations.size() + insights.size();
    }

    private static long size(Observation observation) {
        long size = ROW + 8L * observation.values().length;
        for (String text : observation.texts()) {
            size += text.length();
        }
        return size;
    }
}
