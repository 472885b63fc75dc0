// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.learning.drift.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One training: from the rows of a fleet to a network and what surrounds it. Wherever the rows come from. */
final class Lesson {
    /** A network that reconstructs what it is held against to the last bit would else cry wolf at the next row. */
    private static final double LEAST_THRESHOLD = 1e-6;

    private final Scoring scoring;

    /** @param scoring the code that will score, so that a threshold means the same thing there */
    Lesson(Scoring scoring) {
        this.scoring = scoring;
    }

    /**
     * What was learned.
     *
     * @param network a DL4J archive
     * @param windows learned from
     * @param leftOut windows too far from what their device's commissioning covered to be learned from
     */
    record Learned(
            ModelSpec spec, byte[] network, Probes probes, Autoencoder.Course course, int windows, int leftOut) {}

    /**
     * @param parent a DL4J archive to begin with; empty to begin from scratch
     * @throws ModelException where the code that scores cannot run what was trained
     * @throws IllegalArgumentException where there is too little to learn from, or nothing held out
     */
    Learned learn(Recipe recipe, List<Series> fleet, Optional<byte[]> parent) throws IOException, ModelException {
        List<ModelSpec.Input> inputs = Normaliser.ofFleet(recipe, fleet);
        Windows fit = new Windows(
                recipe.window(), recipe.network().steps(), recipe.training().farthest());
        Windows check = new Windows(
                recipe.window(), recipe.network().steps(), recipe.training().farthest());
        for (Series device : fleet) {
            List<ModelSpec.Input> own = Normaliser.ofDevice(recipe, inputs, device);
            fit.add(own, device, 0, device.fitEnd());
            check.add(own, device, device.fitEnd(), device.checkEnd());
        }
        if (fit.rows().isEmpty() || check.rows().isEmpty()) {
            throw new IllegalArgumentException(
                    "too little to learn from: windows=" + fit.rows().size() + " held out="
                            + check.rows().size() + " left out=" + (fit.leftOut() + check.leftOut()));
        }
        int windows = fit.rows().size();
        try (Autoencoder autoencoder =
                parent.isPresent() ? Autoencoder.warm(recipe, parent.get()) : new Autoencoder(recipe)) {
            Autoencoder.Course course = autoencoder.fit(fit, check);
            byte[] network = NetworkArchive.of(autoencoder.network());
            ModelSpec spec = spec(recipe, inputs, threshold(recipe, inputs, network, fleet));
            Probes probes = Probes.of(
                    autoencoder,
                    check,
                    recipe.inputs().size(),
                    recipe.training().seed());
            return new Learned(spec, network, probes, course, windows, fit.leftOut());
        }
    }

    /** The distributions that drift is held against: of the part that set the threshold, which the network never saw. */
    Reference reference(ModelSpec spec, byte[] network, List<Series> fleet) throws ModelException {
        int commissioning = spec.commissioning().rows();
        List<Reference.Trained> devices = new ArrayList<>();
        for (Series device : fleet) {
            if (device.rows().size() > commissioning && device.checkEnd() > device.fitEnd()) {
                ModelSpec own = commissioning == 0
                        ? spec
                        : scoring.commission(spec, network, device.rows().subList(0, commissioning));
                List<Observation> held = device.rows().subList(device.fitEnd(), device.checkEnd());
                devices.add(new Reference.Trained(held, own, scoring.scores(own, network, held)));
            }
        }
        return Reference.of(devices);
    }

    private static ModelSpec spec(Recipe recipe, List<ModelSpec.Input> inputs, double threshold) {
        return new ModelSpec(
                recipe.contract(),
                inputs,
                recipe.window(),
                recipe.network().steps(),
                recipe.smoothing(),
                threshold,
                recipe.commissioning());
    }

    /** For devices that are not commissioned, from scores of rows that nothing was learned from. */
    private double threshold(Recipe recipe, List<ModelSpec.Input> inputs, byte[] network, List<Series> fleet)
            throws ModelException {
        ModelSpec unset = spec(recipe, inputs, Double.MAX_VALUE);
        List<double[]> scores = new ArrayList<>();
        for (Series device : fleet) {
            List<Observation> held = device.rows().subList(device.fitEnd(), device.checkEnd());
            scores.add(scoring.scores(unset, network, held));
        }
        double[] all = scores.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(score -> !Double.isNaN(score))
                .toArray();
        return Math.max(
                LEAST_THRESHOLD,
                recipe.threshold().margin()
                        * Quantile.of(all, recipe.threshold().quantile()));
    }
}
