// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.explanation.Explanation.Method;
import io.ganglion.api.explanation.Explanation.Part;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.inference.explain.Kept.Moment;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Sight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Explains from kept rows with the models in memory. */
public final class Explanations implements Explainer {
    private static final int NAMED = 10;

    private final History history;
    private final Answers answers;

    public Explanations(History history, Answers answers) {
        this.history = history;
        this.answers = answers;
    }

    @Override
    public Explanation explain(String contract, String device, Instant at, Method method) {
        Entity entity = entity(contract, device);
        if (nanos(at) < entity.first()) {
            throw new IllegalArgumentException("no row of " + device + " at or before " + at + ": " + span(entity));
        }
        LoadedModel model = answers.borrow(entity.contract(), device, at);
        try {
            Kept kept = new Kept(history, entity, model);
            Moment moment = kept.moment(nanos(at))
                    .orElseThrow(() -> new IllegalArgumentException(model.id() + " has no score for " + device + " at "
                            + at + ": it looks at " + model.spec().steps() + " rows, of which the newest has one of "
                            + model.spec().inputs().stream()
                                    .map(ModelSpec.Input::attribute)
                                    .toList()
                            + "; " + span(entity)));
            return explain(entity, kept, moment, method);
        } finally {
            model.release();
        }
    }

    private Explanation explain(Entity entity, Kept kept, Moment moment, Method method) {
        Sight sight = moment.sight();
        LoadedModel model = sight.model();
        Reading reading = Reading.of(sight);
        Healthy healthy =
                new Healthy(kept, model.rows(), other -> Reading.of(other).score());
        Optional<Moment> normal =
                healthy.before(moment.time(), entity.contract().expectedPeriod());
        Split split =
                switch (method) {
                    case RECONSTRUCTION -> new Split(0, reading.errors());
                    case INTEGRATED_GRADIENTS -> integrated(sight);
                    case KERNEL_SHAP -> shap(sight, normal, healthy);
                };
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < split.parts().length; i++) {
            double usual = normal.isPresent() ? normal.get().raw()[i] : Double.NaN;
            parts.add(new Part(
                    model.spec().inputs().get(i).attribute(),
                    kept.unitCode(i),
                    moment.raw()[i],
                    sight.restored(i, reading.expected()[i]),
                    usual,
                    split.parts()[i]));
        }
        parts.sort(Comparator.comparingDouble(Part::contribution).reversed());
        return new Explanation(
                entity.contract().name(),
                entity.device(),
                instant(moment.time()),
                model.id(),
                method,
                reading.score(),
                sight.threshold(),
                split.baseline(),
                parts,
                normal.map(example -> instant(example.time())));
    }

    private static Split integrated(Sight sight) {
        Network network = sight.model().network();
        int inputs = sight.model().spec().inputs().size();
        return new IntegratedGradients(RowScore.of(network, inputs)).split(sight);
    }

    private static Split shap(Sight sight, Optional<Moment> normal, Healthy healthy) {
        List<Sight> examples = normal.map(first ->
                        healthy.examples(first).stream().map(Moment::sight).toList())
                .orElse(List.of());
        return new KernelShap(sight.model().spec().inputs().size(), new Coalitions(sight, examples)::worth).split();
    }

    private Entity entity(String contract, String device) {
        List<Entity> all = history.entities();
        return all.stream()
                .filter(one ->
                        one.contract().name().equals(contract) && one.device().equals(device))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rows of " + device + " under " + contract
                        + " are kept. Kept are "
                        + all.stream()
                                .filter(one -> one.contract().name().equals(contract))
                                .map(Entity::device)
                                .limit(NAMED)
                                .toList()));
    }

    private static String span(Entity entity) {
        return "there are " + entity.rows() + " from " + instant(entity.first()) + " to " + instant(entity.last());
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }

    /** A time beyond what a long can say is the last that it can. */
    private static long nanos(Instant at) {
        try {
            return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
        } catch (ArithmeticException e) {
            return at.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
