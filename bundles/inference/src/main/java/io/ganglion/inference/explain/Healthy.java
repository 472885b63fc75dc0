// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.contract.Observation;
import io.ganglion.inference.explain.Kept.Moment;
import io.ganglion.inference.scoring.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Looks for rows of a device that its model called normal. Reads a few dozen stretches at most, however long an episode was. */
final class Healthy {
    /** Steps back in time, each twice as long as the one before: from a second to centuries. */
    private static final int STEPS = 33;
    /** Rows from which examples are taken, and how many. */
    private static final int SPAN = 2_000;

    private static final int EXAMPLES = 16;

    private final Kept kept;
    private final int rows;
    private final ToDoubleFunction<Sight> score;

    /** @param rows that a score looks at */
    Healthy(Kept kept, int rows, ToDoubleFunction<Sight> score) {
        this.kept = kept;
        this.rows = rows;
        this.score = score;
    }

    /** The nearest normal row before a time, as doubling steps find it; empty where there is none, or no threshold yet. */
    Optional<Moment> before(long time, Duration period) {
        long step = Math.max(1_000_000_000L, period.toNanos());
        for (int i = 0; i < STEPS && time - step > 0; i++, step *= 2) {
            List<Observation> found = kept.rows(time - step, rows);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<Moment> moment = kept.moment(found).filter(this::isNormal);
            if (moment.isPresent()) {
                return moment;
            }
        }
        return Optional.empty();
    }

    /** This one, and others like it further back. */
    List<Moment> examples(Moment first) {
        List<Observation> before = kept.rows(first.time(), SPAN);
        List<Moment> examples = new ArrayList<>(List.of(first));
        int apart = Math.max(1, (before.size() - rows) / EXAMPLES);
        for (int end = before.size() - apart; end >= rows && examples.size() < EXAMPLES; end -= apart) {
            kept.moment(before.subList(end - rows, end)).filter(this::isNormal).ifPresent(examples::add);
        }
        return examples;
    }

    private boolean isNormal(Moment moment) {
        return score.applyAsDouble(moment.sight()) <= moment.sight().threshold();
    }
}
