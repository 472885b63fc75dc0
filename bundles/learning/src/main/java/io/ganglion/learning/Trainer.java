// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a model from a recipe. Data come in by the same door as a device's, and the threshold is set by the same code
 * that will score. Same recipe, same contract, same platform: same bits.
 */
final class Trainer {
    private final TrainingSource source;
    private final Decoder decoder;
    private final Scoring scoring;

    Trainer(TrainingSource source, Decoder decoder, Scoring scoring) {
        this.source = source;
        this.decoder = decoder;
        this.scoring = scoring;
    }

    /**
     * What a recipe made.
     *
     * @param network a DL4J archive
     */
    record Trained(ModelSpec spec, byte[] network, Probes probes, Harvest harvest, Card.Metrics metrics) {}

    /** @throws ModelException where the code that scores cannot run what was trained */
    Trained train(Recipe recipe) throws IOException, ModelException {
        Harvest harvest = Harvest.of(source.payloads(recipe.source().settings()), decoder);
        if (harvest.accepted() == 0) {
            throw new IllegalArgumentException("the contract " + recipe.contract() + " refused every payload of source "
                    + source.name() + ": " + harvest.rejected());
        }
        Split split = Split.of(harvest.devices().values(), recipe.training().heldOut());
        List<Series> fleet = harvest.devices().values().stream()
                .map(rows -> Series.of(recipe, split, rows))
                .toList();
        List<ModelSpec.Input> inputs = Normaliser.ofFleet(recipe, fleet);
        Windows fit = new Windows(recipe.window(), recipe.training().farthest());
        Windows check = new Windows(recipe.window(), recipe.training().farthest());
        for (Series device : fleet) {
            List<ModelSpec.Input> own = Normaliser.ofDevice(recipe, inputs, device);
            fit.add(own, device, 0, device.fitEnd());
            check.add(own, device, device.fitEnd(), device.checkEnd());
        }
        try (Autoencoder autoencoder = new Autoencoder(recipe)) {
            Autoencoder.Course course = autoencoder.fit(fit, check);
            byte[] network = NetworkArchive.of(autoencoder.network());
            ModelSpec spec = spec(recipe, inputs, threshold(recipe, inputs, network, fleet));
            Card.Metrics metrics = metrics(recipe, new Trial(scoring, spec, network), fleet, fit, course, spec);
            return new Trained(
                    spec,
                    network,
                    Probes.of(autoencoder, check, recipe.training().seed()),
                    harvest,
                    metrics);
        }
    }

    private static ModelSpec spec(Recipe recipe, List<ModelSpec.Input> inputs, double threshold) {
        return new ModelSpec(
                recipe.contract(), inputs, recipe.window(), recipe.smoothing(), threshold, recipe.commissioning());
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
        double[] all = scores.stream().flatMapToDouble(Arrays::stream).toArray();
        return recipe.threshold().margin() * Quantile.of(all, recipe.threshold().quantile());
    }

    private Card.Metrics metrics(
            Recipe recipe, Trial trial, List<Series> fleet, Windows fit, Autoencoder.Course course, ModelSpec spec)
            throws ModelException {
        List<Trial.Flags> healthy = new ArrayList<>();
        for (Series device : fleet) {
            healthy.add(trial.flags(device.rows(), device.checkEnd()));
        }
        List<Card.Detection> detections = new ArrayList<>();
        for (Recipe.FaultRun fault : recipe.faults()) {
            detections.add(detection(recipe, trial, fault));
        }
        return new Card.Metrics(
                fit.rows().size(),
                fit.leftOut(),
                course.epochs(),
                course.bestEpoch(),
                course.fitError(),
                course.checkError(),
                spec.threshold(),
                share(healthy),
                Quantile.of(healthy.stream().mapToDouble(f -> share(List.of(f))).toArray(), 0.5),
                detections);
    }

    private Card.Detection detection(Recipe recipe, Trial trial, Recipe.FaultRun fault) throws ModelException {
        Map<String, String> settings = new HashMap<>(recipe.source().settings());
        settings.putAll(fault.settings());
        List<Trial.Flags> runs = new ArrayList<>();
        for (List<Observation> rows :
                Harvest.of(source.payloads(settings), decoder).devices().values()) {
            runs.add(trial.flags(rows, fault.onset()));
        }
        double[] delays = runs.stream()
                .filter(run -> run.flagged() > 0)
                .mapToDouble(Trial.Flags::first)
                .toArray();
        return new Card.Detection(
                fault.name(),
                runs.size(),
                delays.length,
                share(runs),
                delays.length == 0 ? -1 : (int) Quantile.of(delays, 0.5));
    }

    private static double share(List<Trial.Flags> runs) {
        double rows = runs.stream().mapToInt(Trial.Flags::rows).sum();
        return rows == 0 ? 0 : runs.stream().mapToInt(Trial.Flags::flagged).sum() / rows;
    }
}
