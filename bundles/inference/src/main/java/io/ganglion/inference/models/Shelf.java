// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.models;

import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.ModelStatus.State;
import io.ganglion.inference.scoring.LoadedModel;
import java.util.Optional;

/**
 * A model bundle's place on the board. Immutable.
 *
 * @param loaded null where it is not loaded
 * @param engine the engine that runs it; null where it is not loaded
 * @param idle where it stands while it is not loaded: refused, or without an engine
 * @param problem why it is not loaded; empty where it is
 */
record Shelf(
        ModelOffer offer,
        Optional<ModelSpec> spec,
        String card,
        LoadedModel loaded,
        Engine engine,
        State idle,
        String problem) {

    boolean isLoaded() {
        return loaded != null;
    }

    ModelStatus status(State state, String trouble, long scored) {
        String runner = engine == null ? "" : engine.name();
        return new ModelStatus(
                offer.id(),
                offer.contract(),
                offer.origin(),
                state,
                runner,
                trouble,
                scored,
                spec,
                card,
                offer.majors().toString());
    }
}
