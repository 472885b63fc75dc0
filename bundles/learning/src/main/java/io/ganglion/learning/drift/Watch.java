// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.learning.Drift.Standing;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Input;
import io.ganglion.api.model.ModelSpec.Transform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One device under one model: an eye on each input, on the score, and on what is missing. Written by one thread. */
final class Watch {
    static final String MISSING = "missing:";

    private final String contract;
    private final String device;
    private final ModelId model;
    private final ModelSpec spec;
    private final DriftSettings settings;
    private final Optional<Reference> training;
    private final Acquaintance[] learning;
    private final Vigil[] vigils;
    private final Gaps gaps;
    private final int score;
    private Contract columnsOf;
    private int[] columns = {};
    private boolean scored;
    private volatile long rows;
    private volatile List<String> drifting = List.of();
    private volatile double index = Double.NaN;
    private volatile double missing;

    /** @param known of the device under this very model, from an earlier run */
    Watch(
            String contract,
            String device,
            ModelId model,
            ModelSpec spec,
            DriftSettings settings,
            Optional<Reference> training,
            Optional<Baseline> known) {
        this.contract = contract;
        this.device = device;
        this.model = model;
        this.spec = spec;
        this.settings = settings;
        this.training = training;
        this.score = spec.inputs().size();
        this.learning = new Acquaintance[score + 1];
        this.vigils = new Vigil[score + 1];
        this.gaps = new Gaps(score);
        for (int i = 0; i < score; i++) {
            learning[i] = new Acquaintance(spec, spec.inputs().get(i));
        }
        learning[score] = new Acquaintance(Reference.SCORE);
        known.ifPresent(this::recall);
    }

    private void recall(Baseline baseline) {
        for (Norm norm : baseline.norms()) {
            for (int i = 0; i < learning.length; i++) {
                if (subject(i).equals(norm.subject())) {
                    watch(i, norm);
                }
            }
        }
        if (baseline.missing().size() == score) {
            gaps.watch(
                    baseline.missing().stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private void watch(int subject, Norm norm) {
        Shares trained = training.map(reference -> reference.subjects().get(norm.subject()))
                .orElse(null);
        vigils[subject] =
                new Vigil(norm, settings, trained, training.map(Reference::rows).orElse(0L));
        learning[subject] = null;
    }

    private String subject(int subject) {
        return subject == score ? Reference.SCORE : spec.inputs().get(subject).attribute();
    }

    ModelId model() {
        return model;
    }

    String contract() {
        return contract;
    }

    String device() {
        return device;
    }

    boolean isScored() {
        return scored;
    }

    /** How the device stands at the end of the last block. Any thread. */
    Standing standing() {
        return new Standing(contract, device, model.toString(), rows, drifting, index, missing);
    }

    /** Takes the inputs of a row. */
    void row(Observation row, Witness witness) {
        find(row.contract());
        boolean learned = false;
        for (int i = 0; i < score; i++) {
            int column = columns[i];
            boolean missing = column < 0 || !row.isGood(column) || Double.isNaN(row.values()[column]);
            gaps.add(i, missing);
            if (!missing) {
                Transform transform = spec.inputs().get(i).transform();
                learned |= subject(i, Scale.transformed(transform, row.values()[column]), row.time(), witness);
            }
        }
        if (gaps.endRow()) {
            askGaps(row.time(), witness);
        }
        rows = rows + 1;
        if (learned) {
            if (isLearned()) {
                gaps.learned();
            }
            witness.learned(this);
        }
    }

    /** Takes the score of a row that {@link #row} has taken. */
    void score(double value, double threshold, long time, Witness witness) {
        scored = true;
        if (subject(score, Scale.score(value, threshold), time, witness)) {
            witness.learned(this);
        }
    }

    /** Whether the subject's reference has just been completed. */
    private boolean subject(int subject, double value, long time, Witness witness) {
        Vigil vigil = vigils[subject];
        if (vigil == null) {
            learning[subject].add(value, time);
            if (!learning[subject].isDone(settings)) {
                return false;
            }
            watch(subject, learning[subject].norm(settings));
            return true;
        }
        boolean stood = vigil.isStanding();
        boolean speaks = vigil.add(value);
        if (vigil.isStanding() != stood) {
            restate();
        }
        if (speaks) {
            witness.signal(this, signal(subject, vigil, time));
        }
        return false;
    }

    private boolean isLearned() {
        for (int i = 0; i < score; i++) {
            if (vigils[i] != null) {
                return true;
            }
        }
        return false;
    }

    private void askGaps(long time, Witness witness) {
        for (int i = 0; i < score; i++) {
            boolean stood = gaps.isStanding(i);
            boolean speaks = gaps.speaks(i);
            if (gaps.isStanding(i) != stood) {
                restate();
            }
            if (speaks && settings.has(DriftSettings.MISSING)) {
                witness.signal(this, missing(i, time));
            }
        }
        gaps.endBlock();
        measure();
    }

    private void find(Contract now) {
        if (now != columnsOf) {
            columnsOf = now;
            columns = spec.inputs().stream()
                    .mapToInt(input -> now.column(input.attribute()))
                    .toArray();
        }
    }

    /** What stands has changed. */
    private void restate() {
        List<String> now = new ArrayList<>();
        for (int i = 0; i <= score; i++) {
            if (vigils[i] != null && vigils[i].isStanding()) {
                now.add(subject(i));
            }
        }
        for (int i = 0; i < score; i++) {
            if (gaps.isStanding(i)) {
                now.add(MISSING + subject(i));
            }
        }
        drifting = List.copyOf(now);
    }

    private void measure() {
        double worst = Double.NaN;
        for (Vigil vigil : vigils) {
            double own = vigil == null ? Double.NaN : vigil.index();
            worst = Double.isNaN(worst) || own > worst ? own : worst;
        }
        index = worst;
        missing = gaps.share();
    }

    private Signal signal(int subject, Vigil vigil, long time) {
        Norm norm = vigil.norm();
        double before = norm.mean() + norm.centre() * norm.deviation();
        boolean ofScore = subject == score;
        Transform transform = ofScore ? Transform.IDENTITY : input(subject).transform();
        return new Signal(
                contract,
                device,
                model.toString(),
                norm.subject(),
                vigil.speakers(),
                instant(time),
                rows,
                ofScore ? Math.exp(before) : Scale.original(transform, before),
                ofScore ? Math.exp(vigil.recent()) : Scale.original(transform, vigil.recent()),
                vigil.statistic(),
                vigil.bound());
    }

    private Signal missing(int input, long time) {
        return new Signal(
                contract,
                device,
                model.toString(),
                MISSING + subject(input),
                DriftSettings.MISSING,
                instant(time),
                rows,
                gaps.before(input),
                gaps.recent(input),
                gaps.statistic(input),
                gaps.bound(input));
    }

    private Input input(int subject) {
        return spec.inputs().get(subject);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    /** What has been learned so far. */
    Baseline baseline() {
        List<Norm> norms = new ArrayList<>();
        for (Vigil vigil : vigils) {
            if (vigil != null) {
                norms.add(vigil.norm());
            }
        }
        List<Double> missing = new ArrayList<>();
        for (double share : gaps.shares()) {
            missing.add(share);
        }
        return new Baseline(contract, device, model.toString(), norms, missing);
    }
}
