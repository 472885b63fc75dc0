// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.ngsi.form.Effort;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.form.Problem;
import io.ganglion.ngsi.form.Reading;
import io.ganglion.ngsi.form.Selection;
import io.ganglion.ngsi.form.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the history holds, in the words of NGSI-LD. Thread-safe; reads from disk.
 *
 * @param source gives the history, or null while there is none
 */
public record Knowledge(Supplier<History> source, PinnedContexts contexts) {

    /** What patterns may cost in one request. */
    static final long EFFORT = 2_000_000;

    /** An entity with its contract's shape. */
    public record Known(Entity entity, Shape shape) {
        String id() {
            return Reading.uri(entity.id(), shape);
        }
    }

    History history() {
        History history = source.get();
        if (history == null) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "this node has no history: the bundle store does not run")
                    .header("Retry-After", "5");
        }
        return history;
    }

    Shape shape(Contract contract) {
        return Shape.of(contract, contexts);
    }

    Stream<Known> all() {
        return history().entities().stream().map(entity -> new Known(entity, shape(entity.contract())));
    }

    Optional<Known> find(String id) {
        String name = id.substring(id.lastIndexOf(':') + 1);
        return Stream.of(id, name)
                .distinct()
                .flatMap(word -> history().find(word).stream())
                .map(entity -> new Known(entity, shape(entity.contract())))
                .filter(known -> known.id().equals(id))
                .findFirst();
    }

    /** The same, for a request that names one. */
    Known require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound(
                "no entity " + io.ganglion.ngsi.form.Times.shortened(id) + " has rows here; GET /entities lists them"));
    }

    Reading reading(Known known) {
        Entity entity = known.entity();
        Rows latest = history()
                .latest(entity.contract().name(), entity.device())
                .orElseGet(() -> new Rows(List.of(), new long[0], new double[0][], new boolean[0], false));
        return Reading.of(entity, latest, known.shape());
    }

    /** Those that a selection means; the values of each are read where the selection needs them. */
    Stream<Known> select(Selection selection) {
        Effort effort = new Effort(EFFORT);
        boolean valued =
                selection.condition().isPresent() || !selection.attributes().isEmpty();
        return all().filter(known -> selection.fits(known.id(), known.shape(), effort))
                .filter(known -> !valued || selection.holds(reading(known), effort));
    }

    /** The readings that a selection means, for a notification by the clock. */
    public List<Reading> readings(Selection selection, int limit) {
        return select(selection).limit(limit).map(this::reading).toList();
    }
}
