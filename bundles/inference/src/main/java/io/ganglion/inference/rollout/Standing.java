// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.rollout.RoutePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a contract stands.
 *
 * @param plan what was asked for
 * @param slots the challengers' slots
 * @param champion who answers
 * @param former who answered before, the last one first: the way back
 * @param since when the champion took over from the one before; the epoch where it came back, and needs no guard
 * @param configured the plan that configuration asked for last, as text; a restart does not ask again
 */
record Standing(
        RoutePlan plan,
        Map<ModelId, BitSet> slots,
        Optional<ModelId> champion,
        List<ModelId> former,
        Instant since,
        String configured) {
    private static final int FORMER_LIMIT = 5;

    Standing {
        former = List.copyOf(former);
    }

    static Standing fresh(String contract) {
        return new Standing(RoutePlan.automatic(contract), Map.of(), Optional.empty(), List.of(), Instant.EPOCH, "");
    }

    /** After another champion took over going forward: the one before is the way back. */
    static List<ModelId> pushed(List<ModelId> former, Optional<ModelId> before, Optional<ModelId> now) {
        List<ModelId> all = new ArrayList<>(before.stream().toList());
        all.addAll(former);
        now.ifPresent(all::remove);
        return all.stream().distinct().limit(FORMER_LIMIT).toList();
    }
}
