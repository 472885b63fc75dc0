// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.hub;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from.
 *
 * @param parent the model whose parameters it began with; empty for one from scratch
 * @param contract the contract's name
 * @param data SHA-256 of its training rows, hexadecimal
 * @param recipe SHA-256 of its recipe, hexadecimal
 * @param seed of everything random in its training
 * @param trainer symbolic name and version of the code that trained it
 * @param platform operating system, architecture and JVM on which its bits can be reproduced
 * @param cause why it was made, for example {@code drift of pump-7 vibrationX}, or {@code build}
 * @param metrics by name, from held-out time, for example {@code falseAlarmRate}
 */
public record Lineage(
        Optional<ModelId> parent,
        String contract,
        String data,
        String recipe,
        long seed,
        String trainer,
        String platform,
        String cause,
        Map<String, Double> metrics) {
    public Lineage {
        requireNonNull(parent, "parent");
        requireNonNull(contract, "contract");
        metrics = Map.copyOf(metrics);
    }
}
