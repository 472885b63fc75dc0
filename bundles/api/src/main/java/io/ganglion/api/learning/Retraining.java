// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.learning;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Makes candidates out of what happened. Thread-safe; training runs in a process of its own, one at a time. */
@ProviderType
public interface Retraining {

    /** Why a model is made anew. */
    enum Trigger {
        DRIFT,
        SCHEDULE,
        LABELS,
        ACCURACY,
        OPERATOR
    }

    /** What became of a firing. */
    enum Outcome {
        /** Waits for the training before it. */
        WAITING,
        TRAINING,
        /** There is a candidate. */
        CANDIDATE,
        /** Debounced, over budget, too little data, or no better than what answers: the explanation says which. */
        DECLINED,
        /** Out of memory or time, killed, or failed. */
        FAILED
    }

    /**
     * Asks for a candidate by hand. Returns at once.
     *
     * @param model name of the model
     * @throws IllegalArgumentException where there is no such model; the message names near ones
     */
    Firing request(String model, String by, String reason);

    /** The newest {@code limit} firings, newest first. Kept over restarts. */
    List<Firing> firings(int limit);

    /**
     * A trigger that fired.
     *
     * @param number counts up from 1 on a node
     * @param at when
     * @param model which model's name
     * @param trigger why
     * @param evidence figures that made it fire, by name
     * @param by the operator's name, or {@code policy}
     * @param outcome what became of it
     * @param explanation in words, with the next step where there is one
     * @param candidate what came of it
     * @param seconds how long its training took; 0 where it has none
     */
    record Firing(
            long number,
            Instant at,
            String model,
            Trigger trigger,
            Map<String, String> evidence,
            String by,
            Outcome outcome,
            String explanation,
            Optional<ModelId> candidate,
            double seconds) {
        public Firing {
            evidence = Map.copyOf(evidence);
        }
    }
}
