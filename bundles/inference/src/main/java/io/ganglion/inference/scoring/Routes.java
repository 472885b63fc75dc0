// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import java.util.List;
import java.util.Map;

/**
 * Which model answers for which contract. Immutable: a change is another object, and a batch keeps the one it began with.
 *
 * @param champions the models that answer; of several that read the same major version of a contract the first one does
 */
public record Routes(List<LoadedModel> champions) {
    public static final Routes NONE = new Routes(List.of());

    public Routes {
        champions = List.copyOf(champions);
    }

    /** One model for each contract. */
    public Routes(Map<String, LoadedModel> byContract) {
        this(List.copyOf(byContract.values()));
    }

    /** Who answers for rows of this contract and major version; null where nobody does. */
    LoadedModel champion(String contract, int major) {
        for (LoadedModel model : champions) {
            if (model.majors().contains(major) && model.spec().contract().equals(contract)) {
                return model;
            }
        }
        return null;
    }

    /** How many rows of a device the most far-sighted model looks at; at least 1. */
    public int rows() {
        return champions.stream().mapToInt(LoadedModel::rows).max().orElse(1);
    }
}
