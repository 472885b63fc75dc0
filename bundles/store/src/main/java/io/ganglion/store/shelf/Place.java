// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.series.Journal;

/**
 * How far a destination is.
 *
 * @param observation last position acknowledged
 * @param insight last position acknowledged
 * @param observationLost entries that left before it had them
 * @param insightLost entries that left before it had them
 */
public record Place(long observation, long insight, long observationLost, long insightLost) {

    public long acknowledged(Journal.Kind kind) {
        return kind == Journal.Kind.OBSERVATION ? observation : insight;
    }

    public long lost(Journal.Kind kind) {
        return kind == Journal.Kind.OBSERVATION ? observationLost : insightLost;
    }

    public Place acknowledge(Journal.Kind kind, long position) {
        return kind == Journal.Kind.OBSERVATION
                ? new Place(Math.max(observation, position), insight, observationLost, insightLost)
                : new Place(observation, Math.max(insight, position), observationLost, insightLost);
    }

    public Place lose(Journal.Kind kind, long more) {
        return kind == Journal.Kind.OBSERVATION
                ? new Place(observation, insight, observationLost + more, insightLost)
                : new Place(observation, insight, observationLost, insightLost + more);
    }
}
