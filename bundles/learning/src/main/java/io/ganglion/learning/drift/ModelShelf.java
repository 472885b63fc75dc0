// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** The models of the node and what they were trained with. Looks them up on its own thread when one is asked for. */
final class ModelShelf {
    private record Known(ModelSpec spec, Optional<Reference> reference) {}

    private final Supplier<Optional<Models>> models;
    private final Function<ModelId, Optional<Reference>> references;
    private final Executor worker;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<ModelId, Known> known = Map.of();

    /** @param references reads a model's bundle */
    ModelShelf(Supplier<Optional<Models>> models, Function<ModelId, Optional<Reference>> references, Executor worker) {
        this.models = models;
        this.references = references;
        this.worker = worker;
    }

    Optional<ModelSpec> spec(ModelId model) {
        if (!known.containsKey(model) && looking.compareAndSet(false, true)) {
            try {
                worker.execute(this::look);
            } catch (RejectedExecutionException e) {
                looking.set(false);
            }
        }
        return Optional.ofNullable(known.get(model)).map(Known::spec);
    }

    Optional<Reference> reference(ModelId model) {
        return Optional.ofNullable(known.get(model)).flatMap(Known::reference);
    }

    private void look() {
        try {
            Map<ModelId, Known> now = new HashMap<>();
            for (ModelStatus status : models.get().map(Models::list).orElseGet(java.util.List::of)) {
                status.spec().ifPresent(spec -> now.put(status.id(), new Known(spec, references.apply(status.id()))));
            }
            known = Map.copyOf(now);
        } finally {
            looking.set(false);
        }
    }
}
