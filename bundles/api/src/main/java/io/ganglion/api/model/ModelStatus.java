// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import java.util.Optional;

/**
 * A model bundle and what became of it.
 *
 * @param id name and version
 * @param contract name of the contract it reads
 * @param origin symbolic name, version and id of the bundle it came in
 * @param state where it stands
 * @param engine the engine that runs it; empty where none does
 * @param problem why it does not serve, with the next step; empty otherwise
 * @param scored rows that it answered for since the node started; what a trial only looks at is in its arm
 * @param spec what surrounds the network; empty where it could not be read
 * @param card the model card as JSON; empty where there is none
 * @param majors the contract's major versions that it reads: {@code 1}, {@code 1-2}, or {@code any}
 */
public record ModelStatus(
        ModelId id,
        String contract,
        String origin,
        State state,
        String engine,
        String problem,
        long scored,
        Optional<ModelSpec> spec,
        String card,
        String majors) {

    /** For a model that binds itself to no version. */
    public ModelStatus(
            ModelId id,
            String contract,
            String origin,
            State state,
            String engine,
            String problem,
            long scored,
            Optional<ModelSpec> spec,
            String card) {
        this(id, contract, origin, state, engine, problem, scored, spec, card, "any");
    }

    /** Where a model bundle stands. */
    public enum State {
        /** Answers for its contract. */
        SERVING,
        /** Loaded and verified, but a higher version answers. */
        STANDBY,
        /** Installed, but its contract or engine is absent: the resolver said no. */
        UNRESOLVED,
        /** Its files are damaged, or it does not reproduce its golden probes. */
        REFUSED
    }
}
