// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
        Collection<List<Observation>> devices = harvest.devices().values();
        if (harvest.accepted() == 0) {
            throw new IllegalArgumentException("the contract " + recipe.contract() + " refused every payload of source "
                    + source.name() + ": " + harvest.rejected());
        }
        Contract contract = devices.iterator().next().get(0).contract();
        Split split = Split.of(devices, recipe.training().heldOut());
        List<ModelSpec.Input> fleet = Normaliser.ofFleet(
                recipe, contract, devices.stream().map(split::fit).toList());
        Windows fit = new Windows(recipe.window(), recipe.training().farthest());
        Windows check = new Windows(recipe.window(), recipe.training().farthest());
        for (List<Observation> rows : devices) {
            List<ModelSpec.Input> own = Normaliser.ofDevice(
                    fleet, contract, rows, recipe.commissioning().rows());
            fit.add(contract, own, split.fit(rows));
            check.add(contract, own, split.check(rows));
        }
        try (Autoencoder autoencoder = new Autoencoder(recipe)) {
            Autoencoder.Course course = autoencoder.fit(fit, check);
            byte[] network = NetworkArchive.of(autoencoder.network());
            ModelSpec spec = spec(recipe, fleet, threshold(recipe, fleet, network, split, devices));
            Card.Metrics metrics =
                    metrics(recipe, new Trial(scoring, spec, network), split, devices, fit, course, spec);
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
    private double threshold(
            Recipe recipe,
            List<ModelSpec.Input> fleet,
            byte[] network,
            Split split,
            Collection<List<Observation>> devices)
            throws ModelException {
        ModelSpec unset = spec(recipe, fleet, Double.MAX_VALUE);
        List<double[]> scores = new ArrayList<>();
        for (List<Observation> rows : devices) {
            scores.add(scoring.scores(unset, network, split.check(rows)));
        }
        double[] all = scores.stream().flatMapToDouble(Arrays::stream).toArray();
        return recipe.threshold().margin() * Quantile.of(all, recipe.threshold().quantile());
    }

    private Card.Metrics metrics(
            Recipe recipe,
            Trial trial,
            Split split,
            Collection<List<Observation>> devices,
            Windows fit,
            Autoencoder.Course course,
            ModelSpec spec)
            throws ModelException {
        List<Trial.Flags> healthy = new ArrayList<>();
        for (List<Observation> rows : devices) {
            healthy.add(trial.flags(rows, row -> split.isTrial(rows.get(row))));
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
            runs.add(trial.flags(rows, row -> row >= fault.onset()));
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
