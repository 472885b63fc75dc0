// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.inference.evidence.ArmTally;
import java.util.List;
import java.util.Map;

/**
 * Which model answers for which contract, and which ones look on. Immutable: a change is another object, and a batch keeps
 * the one it began with.
 *
 * @param champions the models that answer; of several that read the same major version of a contract the first one does
 * @param trials those beside them, in the order in which they are asked whether they answer for a device
 * @param tallies where the champions' rows are counted; a champion without one is not
 */
public record Routes(List<LoadedModel> champions, List<Arm> trials, Map<LoadedModel, ArmTally> tallies) {
    public static final Routes NONE = new Routes(List.of());

    public Routes {
        champions = List.copyOf(champions);
        trials = List.copyOf(trials);
        tallies = Map.copyOf(tallies);
    }

    /** Champions alone, uncounted. */
    public Routes(List<LoadedModel> champions) {
        this(champions, List.of(), Map.of());
    }

    /** One model for each contract. */
    public Routes(Map<String, LoadedModel> byContract) {
        this(List.copyOf(byContract.values()));
    }

    /** Who answers for rows of this contract and major version; null where nobody does. */
    public LoadedModel champion(String contract, int major) {
        for (LoadedModel model : champions) {
            if (reads(model, contract, major)) {
                return model;
            }
        }
        return null;
    }

    /** Who looks at rows of this contract and major version beside the champion. */
    List<Arm> trials(String contract, int major, LoadedModel champion) {
        return trials.stream()
                .filter(arm -> arm.model() != champion && reads(arm.model(), contract, major))
                .toList();
    }

    private static boolean reads(LoadedModel model, String contract, int major) {
        return model.majors().contains(major) && model.spec().contract().equals(contract);
    }

    /** How many rows of a device the most far-sighted model looks at; at least 1. */
    public int rows() {
        int rows = 1;
        for (LoadedModel model : champions) {
            rows = Math.max(rows, model.rows());
        }
        for (Arm arm : trials) {
            rows = Math.max(rows, arm.model().rows());
        }
        return rows;
    }
}
