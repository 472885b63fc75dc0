// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision;
import java.util.List;
import java.util.Optional;

/**
 * A decision, and what it takes to say later who answered.
 *
 * @param challengers those that answered for some devices, in the order in which they are asked
 */
record Entry(Decision decision, List<Challenger> challengers) {

    /**
     * @param slots of devices, as text; empty for one by tag
     * @param globs what the tag meant then; empty for one by share
     */
    record Challenger(ModelId model, String slots, List<String> globs) {
        Challenger {
            globs = List.copyOf(globs);
        }

        boolean answers(String contract, String device) {
            return globs.isEmpty()
                    ? Slots.parse(slots).get(Slots.of(contract, device))
                    : Tags.pattern(globs).matcher(device).matches();
        }
    }

    Entry {
        challengers = List.copyOf(challengers);
    }

    Optional<ModelId> answered(String device) {
        if (decision.champion().isEmpty()) {
            return Optional.empty();
        }
        return challengers.stream()
                .filter(challenger -> challenger.answers(decision.contract(), device))
                .map(Challenger::model)
                .findFirst()
                .or(decision::champion);
    }
}
