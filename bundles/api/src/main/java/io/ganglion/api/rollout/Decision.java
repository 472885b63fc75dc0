// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.rollout;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a route, or why there was none. Never taken back: the next one corrects it.
 *
 * @param number counts up from 1 on a node, without gaps
 * @param at when it took effect, by this node's clock
 * @param contract the contract's name
 * @param kind what was done
 * @param champion who answers since; empty where nobody does
 * @param plan the plan since, as the router keeps it
 * @param by the operator's name, or {@code policy}
 * @param reason in words, with the figures that led to it
 */
public record Decision(
        long number,
        Instant at,
        String contract,
        Kind kind,
        Optional<ModelId> champion,
        RoutePlan plan,
        String by,
        String reason) {

    /** What was done. */
    public enum Kind {
        /** The node started, and went on as before. */
        RESUMED,
        /** Another plan was set by hand or configuration. */
        ROUTED,
        /** A bundle came or went, and the highest version changed with it. */
        FOLLOWED,
        /** A trial became more: shadow to challenger, challenger to champion. */
        PROMOTED,
        /** A trial ended without success. */
        STOPPED,
        /** The champion before answers again. */
        ROLLED_BACK
    }

    public Decision {
        requireNonNull(at, "at");
        requireNonNull(kind, "kind");
        requireNonNull(champion, "champion");
        requireNonNull(plan, "plan");
        requireNonNull(reason, "reason");
    }
}
