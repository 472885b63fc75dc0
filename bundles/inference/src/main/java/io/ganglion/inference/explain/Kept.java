// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import io.ganglion.api.series.Window;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One device's kept rows as a model's inputs. Rows are in order of time; where some came late, the model saw them in another
 * order, and its score then was a little different.
 */
final class Kept {
    private final History history;
    private final Entity entity;
    private final LoadedModel model;
    private final Contract columns;

    /** What a model would see at a row. */
    record Moment(Sight sight, double[] raw, long time) {}

    Kept(History history, Entity entity, LoadedModel model) {
        this.history = history;
        this.entity = entity;
        this.model = model;
        this.columns = columns(entity.contract(), model.spec());
    }

    /** The model's inputs alone: the history knows attributes that the contract's last version has given up. */
    private static Contract columns(Contract contract, ModelSpec spec) {
        List<Attribute> attributes = new ArrayList<>();
        for (ModelSpec.Input input : spec.inputs()) {
            int column = contract.column(input.attribute());
            attributes.add(
                    column >= 0
                            ? contract.attributes().get(column)
                            : new Attribute(
                                    input.attribute(),
                                    "",
                                    "",
                                    Double.NEGATIVE_INFINITY,
                                    Double.POSITIVE_INFINITY,
                                    false,
                                    List.of()));
        }
        return new Contract(
                contract.name(),
                contract.version(),
                contract.entityType(),
                attributes,
                List.of(),
                contract.expectedPeriod());
    }

    /** UN/CEFACT code of an input's attribute. */
    String unitCode(int input) {
        return columns.attributes().get(input).unitCode();
    }

    /** The newest {@code count} rows not after a time, oldest first. */
    List<Observation> rows(long until, int count) {
        long end = Math.min(until, entity.last());
        if (end < entity.first()) {
            return List.of();
        }
        Rows rows = history.query(new SeriesQuery(
                columns.name(), entity.device(), List.of(), entity.first(), end + 1, Thinning.NEWEST, count));
        int[] places = columns.attributes().stream()
                .mapToInt(attribute -> rows.attributes().indexOf(attribute.name()))
                .toArray();
        List<Observation> observations = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            observations.add(observation(rows.times()[i], rows.values()[i], places));
        }
        return observations;
    }

    private Observation observation(long time, double[] row, int[] places) {
        double[] values = new double[places.length];
        long good = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = places[i] < 0 ? Double.NaN : row[places[i]];
            good |= Double.isNaN(values[i]) ? 0 : 1L << i;
        }
        return new Observation(columns, entity.device(), entity.id(), time, time, values, good, List.of());
    }

    /** What the model sees at the newest of these rows; empty where it gives no score. */
    Optional<Moment> moment(List<Observation> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Observation newest = rows.get(rows.size() - 1);
        return Sight.of(model, entity.device(), new Stretch(rows))
                .map(sight -> new Moment(sight, newest.values(), newest.time()));
    }

    /** The newest row not after a time, and those before it that its score looks at. */
    Optional<Moment> moment(long until) {
        return moment(rows(until, model.rows()));
    }

    private record Stretch(List<Observation> rows) implements Window {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Observation get(int age) {
            return rows.get(rows.size() - 1 - age);
        }
    }
}
