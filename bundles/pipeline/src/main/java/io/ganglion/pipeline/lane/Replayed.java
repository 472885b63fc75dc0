// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Verdict;

/** Marks what comes out of the quarantine, whichever decoder read it. */
final class Replayed {

    private Replayed() {}

    static Verdict mark(Verdict verdict) {
        if (verdict instanceof Observation observation) {
            return mark(observation);
        } else if (verdict instanceof Observations several) {
            return new Observations(several.rows().stream().map(Replayed::mark).toList());
        }
        return verdict;
    }

    private static Observation mark(Observation o) {
        return o.replayed()
                ? o
                : new Observation(
                        o.contract(),
                        o.device(),
                        o.entity(),
                        o.time(),
                        o.receivedAt(),
                        o.values(),
                        o.good(),
                        o.texts(),
                        true);
    }
}
