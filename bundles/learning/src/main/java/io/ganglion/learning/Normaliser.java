// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The fleet's inputs, and those of one device as its commissioning will set them. */
final class Normaliser {
    private Normaliser() {}

    /**
     * @param devices the part of each device's rows that is learned from
     * @throws IllegalArgumentException where the contract lacks an attribute of the recipe
     */
    static List<ModelSpec.Input> ofFleet(Recipe recipe, Contract contract, Collection<List<Observation>> devices) {
        List<Observation> all = devices.stream().flatMap(List::stream).toList();
        List<ModelSpec.Input> inputs = new ArrayList<>();
        for (Recipe.Input input : recipe.inputs()) {
            int column = contract.column(input.attribute());
            if (column < 0) {
                throw new IllegalArgumentException("contract " + contract.reference() + " has no attribute "
                        + input.attribute() + "; it has "
                        + contract.attributes().stream().map(a -> a.name()).toList());
            }
            Moments moments = Moments.of(all, column, input.transform());
            // A column that never moves says nothing; any positive deviation will do.
            double deviation = moments.deviation() > 0 ? moments.deviation() : 1;
            double drift = drift(recipe, devices, column, input.transform());
            inputs.add(new ModelSpec.Input(input.attribute(), input.transform(), moments.mean(), deviation, drift));
        }
        return inputs;
    }

    /** A device's inputs after commissioning on its first rows; the fleet's where the recipe commissions none. */
    static List<ModelSpec.Input> ofDevice(
            List<ModelSpec.Input> fleet, Contract contract, List<Observation> rows, int commissioning) {
        if (commissioning == 0) {
            return fleet;
        }
        List<Observation> first = rows.subList(0, Math.min(commissioning, rows.size()));
        return fleet.stream()
                .map(input -> {
                    Moments own = Moments.of(first, contract.column(input.attribute()), input.transform());
                    return own.count() == 0 ? input : input.commissioned(own.mean(), own.deviation());
                })
                .toList();
    }

    /** How far devices wander over all their rows, as a multiple of how far they do over their commissioning rows. */
    private static double drift(
            Recipe recipe, Collection<List<Observation>> devices, int column, ModelSpec.Transform transform) {
        int commissioning = recipe.commissioning().rows();
        double[] ratios = devices.stream()
                .filter(rows -> rows.size() > commissioning)
                .mapToDouble(rows -> Moments.of(rows, column, transform).deviation()
                        / Moments.of(rows.subList(0, commissioning), column, transform)
                                .deviation())
                .filter(Double::isFinite)
                .toArray();
        return ratios.length == 0 ? 1 : Math.max(1, Quantile.of(ratios, recipe.driftQuantile()));
    }
}
