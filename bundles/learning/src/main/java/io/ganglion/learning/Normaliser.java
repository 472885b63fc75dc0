// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The fleet's inputs, and those of one device as its commissioning will set them. */
final class Normaliser {
    private Normaliser() {}

    /** From the part of each device's rows that is learned from. */
    static List<ModelSpec.Input> ofFleet(Recipe recipe, List<Series> fleet) {
        List<ModelSpec.Input> inputs = new ArrayList<>();
        for (int i = 0; i < recipe.inputs().size(); i++) {
            int input = i;
            Moments pooled = Moments.of(fleet.stream()
                    .flatMapToDouble(device -> Arrays.stream(column(device, device.fitEnd(), input)))
                    .toArray());
            double drift = drift(recipe, fleet, input);
            double deviation = recipe.commissioning().rows() == 0
                    ? pooled.deviation()
                    : Quantile.of(
                            fleet.stream()
                                    .mapToDouble(device -> drift * firstDeviation(recipe, device, input))
                                    .toArray(),
                            0.5);
            inputs.add(new ModelSpec.Input(
                    recipe.inputs().get(i).attribute(),
                    recipe.inputs().get(i).transform(),
                    pooled.mean(),
                    // A column that never moves says nothing; any positive deviation will do.
                    deviation > 0 ? deviation : 1,
                    drift));
        }
        return inputs;
    }

    /** A device's inputs after commissioning on its first rows; the fleet's where the recipe commissions none. */
    static List<ModelSpec.Input> ofDevice(Recipe recipe, List<ModelSpec.Input> fleet, Series device) {
        int commissioning = recipe.commissioning().rows();
        if (commissioning == 0) {
            return fleet;
        }
        return IntStream.range(0, fleet.size())
                .mapToObj(i -> own(fleet.get(i), Moments.of(column(device, commissioning, i))))
                .toList();
    }

    private static ModelSpec.Input own(ModelSpec.Input input, Moments moments) {
        return moments.count() < 2 ? input : input.commissioned(moments.mean(), moments.deviation());
    }

    /** How far devices wander over all their rows, as a multiple of how far they do over their commissioning rows. */
    private static double drift(Recipe recipe, List<Series> fleet, int input) {
        double[] ratios = fleet.stream()
                .filter(device -> device.fitEnd() > recipe.commissioning().rows())
                .mapToDouble(device ->
                        Moments.of(column(device, device.fitEnd(), input)).deviation()
                                / firstDeviation(recipe, device, input))
                .filter(Double::isFinite)
                .toArray();
        return ratios.length == 0 ? 1 : Math.max(1, Quantile.of(ratios, recipe.driftQuantile()));
    }

    private static double firstDeviation(Recipe recipe, Series device, int input) {
        return Moments.of(column(device, recipe.commissioning().rows(), input)).deviation();
    }

    private static double[] column(Series device, int end, int input) {
        return Arrays.stream(device.averages(), 0, Math.min(end, device.rows().size()))
                .mapToDouble(row -> row[input])
                .toArray();
    }
}
