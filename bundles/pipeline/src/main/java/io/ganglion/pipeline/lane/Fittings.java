// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Contracts;
import io.ganglion.api.flow.Keeper;
import io.ganglion.api.flow.Outlet;
import io.ganglion.api.flow.Stage;
import java.util.List;
import java.util.Optional;

/**
 * The exchangeable parts of the fast road, exchanged all at once between two batches.
 *
 * @param contracts who decodes; while there is nobody, payloads wait
 * @param stages in the order in which they run
 * @param keepers who keeps a batch before its senders are answered
 */
public record Fittings(Optional<Contracts> contracts, List<Stage> stages, List<Outlet> outlets, List<Keeper> keepers) {

    public static final Fittings NONE = new Fittings(Optional.empty(), List.of(), List.of(), List.of());

    public Fittings {
        stages = List.copyOf(stages);
        outlets = List.copyOf(outlets);
        keepers = List.copyOf(keepers);
    }

    /** Whether everything in here is in the other too. */
    boolean isWithin(Fittings other) {
        return (contracts.isEmpty() || contracts.equals(other.contracts))
                && other.stages.containsAll(stages)
                && other.outlets.containsAll(outlets)
                && other.keepers.containsAll(keepers);
    }
}
