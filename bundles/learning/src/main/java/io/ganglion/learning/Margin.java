// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far above its commissioning a healthy device of this fleet scores later: what a recipe had to guess, a node's own
 * history knows. From the held-out part that sets thresholds, never from the one that the card is about.
 */
final class Margin {
    /** Beyond it a threshold hides more faults than it spares alarms. */
    private static final double MOST = 4;
    /** So many of the fleet's devices shall stay calm. */
    private static final double DEVICES = 0.75;

    private Margin() {}

    /** The same model with a margin between the recipe's and {@value #MOST} times that. */
    static ModelSpec calibrated(Scoring scoring, ModelSpec spec, byte[] network, List<Series> fleet)
            throws ModelException {
        ModelSpec.Commissioning asked = spec.commissioning();
        if (asked.rows() == 0) {
            return spec;
        }
        List<Double> margins = new ArrayList<>();
        for (Series device : fleet) {
            if (device.fitEnd() < asked.rows() || device.checkEnd() == device.fitEnd()) {
                continue;
            }
            ModelSpec own = scoring.commission(spec, network, device.rows().subList(0, asked.rows()));
            double[] later = Arrays.stream(
                            scoring.scores(own, network, device.rows().subList(device.fitEnd(), device.checkEnd())))
                    .filter(score -> !Double.isNaN(score))
                    .toArray();
            if (later.length > 0) {
                margins.add(asked.margin() * Quantile.of(later, asked.quantile()) / own.threshold());
            }
        }
        if (margins.isEmpty()) {
            return spec;
        }
        double wanted = Quantile.of(margins.stream().mapToDouble(m -> m).toArray(), DEVICES);
        double margin = Math.min(MOST * asked.margin(), Math.max(asked.margin(), wanted));
        return new ModelSpec(
                spec.contract(),
                spec.inputs(),
                spec.window(),
                spec.steps(),
                spec.smoothing(),
                spec.threshold(),
                new ModelSpec.Commissioning(asked.rows(), asked.quantile(), margin));
    }
}
