// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kept rows of one device in memory; the real store is in the stories. */
final class Ledger implements History {
    private final List<Observation> rows = new ArrayList<>();

    void add(Observation observation) {
        rows.add(observation);
    }

    List<Observation> all() {
        return rows;
    }

    @Override
    public List<Entity> entities() {
        if (rows.isEmpty()) {
            return List.of();
        }
        Observation last = rows.get(rows.size() - 1);
        return List.of(new Entity(
                last.entity(), last.device(), last.contract(), rows.get(0).time(), last.time(), rows.size()));
    }

    @Override
    public Optional<Entity> find(String idOrDevice) {
        return entities().stream().findFirst();
    }

    @Override
    public Optional<Rows> latest(String contract, String device) {
        throw new UnsupportedOperationException("explanations ask for rows");
    }

    @Override
    public Rows query(SeriesQuery query) {
        List<Observation> found = rows.stream()
                .filter(row -> row.time() >= query.from() && row.time() < query.to())
                .toList();
        List<Observation> newest = found.subList(Math.max(0, found.size() - query.limit()), found.size());
        return new Rows(
                newest.get(0).contract().attributes().stream()
                        .map(Attribute::name)
                        .toList(),
                newest.stream().mapToLong(Observation::time).toArray(),
                newest.stream().map(Observation::values).toArray(double[][]::new),
                new boolean[newest.size()],
                found.size() > newest.size());
    }
}
