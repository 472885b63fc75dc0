// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.Decision.Kind;
import io.ganglion.api.rollout.RoutePlan;
import java.util.Optional;

/**
 * Why a route is what it is, where nobody asked for a change.
 *
 * @param before how it stood
 * @param plan that counts
 * @param champion who answers now
 * @param fresh whether the node has just started
 * @param again whether nobody answered for a while
 * @param finding what the start found of a switch that was cut short; empty where there was none
 */
record Words(
        Standing before, RoutePlan plan, Optional<ModelId> champion, boolean fresh, boolean again, String finding) {

    Kind kind() {
        return fresh && before.champion().isPresent() ? Kind.RESUMED : Kind.FOLLOWED;
    }

    String reason() {
        if (kind() == Kind.RESUMED) {
            return resumed() + (finding.isEmpty() ? "" : "; " + finding);
        }
        if (champion.isEmpty()) {
            return before.champion().map(gone -> gone + " is gone").orElse("no model is here") + ", and nobody answers";
        }
        if (champion.equals(before.champion())) {
            return champion.get() + " answers on; a challenger came, went, or has other devices";
        }
        return champion.get()
                + why()
                + before.champion().map(gone -> ", instead of " + gone).orElse("");
    }

    private String resumed() {
        if (champion.equals(before.champion())) {
            return "the node started, and " + champion.get() + " answers as before";
        }
        return "the node started without " + before.champion().get() + ", which answered before; "
                + champion.map(now -> now + why()).orElse("nobody answers");
    }

    private String why() {
        if (plan.champion().isEmpty()) {
            return " answers: the highest version that serves";
        }
        return plan.champion().equals(champion)
                ? " answers: it is back, and the plan names it"
                : " answers, because " + plan.champion().get()
                        + ", which the plan names, is not here or did not prove itself";
    }
}
