// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.model.ModelId;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which model speaks for a device at a time.
 *
 * @param loaded every model in memory
 * @param routes who answers now
 * @param record who answered when
 */
public record Answers(Supplier<List<LoadedModel>> loaded, Supplier<Routes> routes, Log record) {

    /** Who answered for a device at a time. */
    @FunctionalInterface
    public interface Log {
        Optional<ModelId> answered(String contract, String device, Instant at);
    }

    /**
     * The one that answered then where it is still in memory, else the one that answers now. Whoever borrows gives it back:
     * {@link LoadedModel#release()}.
     *
     * @throws IllegalStateException where nobody answers
     */
    LoadedModel borrow(Contract contract, String device, Instant at) {
        return Stream.of(at, Instant.MAX)
                .flatMap(time -> record.answered(contract.name(), device, time).stream())
                .flatMap(this::ready)
                .filter(LoadedModel::acquire)
                .findFirst()
                .or(() -> champion(contract))
                .orElseThrow(() -> new IllegalStateException(
                        "no model answers for " + contract.reference() + ". What is installed: aiot:model-list"));
    }

    private Stream<LoadedModel> ready(ModelId id) {
        return loaded.get().stream().filter(model -> model.id().equals(id));
    }

    private Optional<LoadedModel> champion(Contract contract) {
        return Optional.ofNullable(routes.get()
                        .champion(contract.name(), contract.version().getMajor()))
                .filter(LoadedModel::acquire);
    }
}
