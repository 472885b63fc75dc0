// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.learning.drift.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    record Trained(
            ModelSpec spec,
            byte[] network,
            Probes probes,
            Reference reference,
            Harvest harvest,
            Card.Metrics metrics) {}

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
        Lesson lesson = new Lesson(scoring);
        Lesson.Learned learned = lesson.learn(recipe, fleet, Optional.empty());
        Trial trial = new Trial(scoring, learned.spec(), learned.network());
        return new Trained(
                learned.spec(),
                learned.network(),
                learned.probes(),
                lesson.reference(learned.spec(), learned.network(), fleet),
                harvest,
                metrics(recipe, trial, fleet, learned));
    }

    private Card.Metrics metrics(Recipe recipe, Trial trial, List<Series> fleet, Lesson.Learned learned)
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
                learned.windows(),
                learned.leftOut(),
                learned.course().epochs(),
                learned.course().bestEpoch(),
                learned.course().fitError(),
                learned.course().checkError(),
                learned.spec().threshold(),
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
