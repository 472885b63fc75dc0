// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.Map;

/**
 * Which model answers for which contract. Immutable: a change is another object, and a batch keeps the one it began with.
 *
 * @param champions by contract name
 */
public record Routes(Map<String, LoadedModel> champions) {
    public static final Routes NONE = new Routes(Map.of());

    public Routes {
        champions = Map.copyOf(champions);
    }

    /** How many rows of a device the most far-sighted model looks at; at least 1. */
    public int rows() {
        return champions.values().stream().mapToInt(LoadedModel::rows).max().orElse(1);
    }
}
