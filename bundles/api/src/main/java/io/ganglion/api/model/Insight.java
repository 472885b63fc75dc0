// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.contract.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a model thinks of one observation.
 *
 * @param observation what was looked at; it names the device, the time and the contract
 * @param verdict what is thought of the device
 * @param score how unusual it is, at least 0; comparable with the threshold only
 * @param threshold the score above which the device is anomalous; {@code NaN} while commissioning
 * @param errors shape {@code [attributes]} in the contract's order: how much each attribute added to the score, at least 0
 *     each; 0 for attributes that the model does not look at. Handed over, not copied
 * @param model who thought it
 */
public record Insight(
        Observation observation, Condition verdict, double score, double threshold, double[] errors, ModelId model) {

    /**
     * One attribute's part in a score.
     *
     * @param attribute its name
     * @param share of the whole, 0 to 1
     */
    public record Contribution(String attribute, double share) {}

    public Insight {
        requireNonNull(verdict, "verdict");
        requireNonNull(model, "model");
        if (errors.length != observation.values().length) {
            throw new IllegalArgumentException(
                    "one error an attribute: errors=" + errors.length + " attributes=" + observation.values().length);
        }
    }

    /** The attributes that added most to the score, greatest first, at most {@code limit}; none with a share of 0. */
    public List<Contribution> contributions(int limit) {
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        List<Contribution> all = new ArrayList<>(errors.length);
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] > 0) {
                all.add(new Contribution(
                        observation.contract().attributes().get(i).name(), errors[i] / sum));
            }
        }
        all.sort(Comparator.comparingDouble(Contribution::share).reversed());
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }
}
