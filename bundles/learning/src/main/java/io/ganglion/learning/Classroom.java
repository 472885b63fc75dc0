// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.learning.drift.Reference;
import io.ganglion.learning.job.DeviceRows;
import io.ganglion.learning.job.RowsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node's own rows, ready to be learned from. The same recipe and rows: the same bits. */
final class Classroom {
    private final Recipe recipe;
    private final Scoring scoring;
    private final List<DeviceRows> devices = new ArrayList<>();
    private final List<Series> fleet = new ArrayList<>();

    /** @throws IllegalArgumentException where no device has enough healthy rows */
    Classroom(Recipe recipe, RowsFile rows, Scoring scoring) {
        this.recipe = recipe;
        this.scoring = scoring;
        Split split = split(recipe, rows);
        for (DeviceRows device : rows.devices()) {
            List<Observation> healthy = device.healthy();
            if (healthy.size() > recipe.commissioning().rows()) {
                Series series = Series.of(recipe, split, healthy, device.refuted());
                if (series.fitEnd() > recipe.commissioning().rows()) {
                    devices.add(device);
                    fleet.add(series);
                }
            }
        }
        if (fleet.isEmpty()) {
            throw new IllegalArgumentException(
                    "too little to learn from: none of " + rows.devices().size()
                            + " devices has more healthy rows in the part that is learned from than commissioning takes: "
                            + recipe.commissioning().rows());
        }
    }

    /** By the window's own time: commissioning rows may lie long before it. */
    private static Split split(Recipe recipe, RowsFile rows) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (DeviceRows device : rows.devices()) {
            for (Observation row : device.rows()) {
                if (row.time() >= rows.windowFrom()) {
                    first = Math.min(first, row.time());
                    last = Math.max(last, row.time());
                }
            }
        }
        return Split.between(first, last, recipe.training().heldOut());
    }

    Lesson.Learned learn(Optional<byte[]> parent) throws IOException, ModelException {
        Lesson.Learned learned = new Lesson(scoring).learn(recipe, fleet, parent);
        ModelSpec calibrated = Margin.calibrated(scoring, learned.spec(), learned.network(), fleet);
        return new Lesson.Learned(
                calibrated,
                learned.network(),
                learned.probes(),
                learned.course(),
                learned.windows(),
                learned.leftOut());
    }

    Reference reference(Lesson.Learned learned) throws ModelException {
        return new Lesson(scoring).reference(learned.spec(), learned.network(), fleet);
    }

    /** @param commissioning the most rows that one who enters wants */
    Contest contest(int commissioning) {
        Contest contest = new Contest(scoring, recipe, commissioning);
        for (int device = 0; device < fleet.size(); device++) {
            contest.add(devices.get(device), fleet.get(device));
        }
        return contest;
    }

    long rows() {
        return fleet.stream().mapToLong(device -> device.rows().size()).sum();
    }
}
