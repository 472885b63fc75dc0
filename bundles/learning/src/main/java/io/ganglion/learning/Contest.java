// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.learning.job.DeviceRows;
import io.ganglion.learning.job.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model makes of a fleet's held-out time, by the code that will score. The same rows for whoever enters. */
final class Contest {
    /** So many deviations of its own a reading is moved by, to see whether a model notices. */
    private static final double SHIFT = 6;
    /** The newest rows of a device that are moved; the first half of them fills windows and smoothing. */
    private static final int MOVED = 120;

    private final Scoring scoring;
    private final Recipe recipe;
    private final int commissioning;
    private final List<Entry> entries = new ArrayList<>();

    /** @param healthy the rows of {@code all} that are no fault */
    private record Entry(DeviceRows all, Series healthy) {}

    /** @param commissioning rows of a device before any is judged: the most that one who enters wants */
    Contest(Scoring scoring, Recipe recipe, int commissioning) {
        this.scoring = scoring;
        this.recipe = recipe;
        this.commissioning = commissioning;
    }

    void add(DeviceRows all, Series healthy) {
        entries.add(new Entry(all, healthy));
    }

    /**
     * How a model did.
     *
     * @param healthyRows held-out rows that nobody called faulty
     * @param falseAlarmRate share of them that it flagged
     * @param faultRows rows that people called faulty; none of them was learned from
     * @param faultsFound share of them that it flagged; 0 where there is none
     * @param sensitivity share of held-out rows flagged after one reading was moved by six of its deviations, over all
     *     readings
     */
    record Figures(long healthyRows, double falseAlarmRate, long faultRows, double faultsFound, double sensitivity) {

        /** Youden's J: what is found less what is cried. By real faults where people labelled some. */
        @JsonIgnore
        double balance() {
            return (faultRows > 0 ? faultsFound : sensitivity) - falseAlarmRate;
        }

        void into(Map<String, Double> metrics, String prefix) {
            metrics.put(prefix + "falseAlarmRate", falseAlarmRate);
            metrics.put(prefix + "sensitivity", sensitivity);
            metrics.put(prefix + "balance", balance());
            if (faultRows > 0) {
                metrics.put(prefix + "faultsFound", faultsFound);
            }
        }

        String inWords() {
            return String.format(
                    Locale.ROOT,
                    "%.1f %% false alarms, %s, balance %.3f",
                    100 * falseAlarmRate,
                    faultRows > 0
                            ? String.format(Locale.ROOT, "%.1f %% of %d fault rows found", 100 * faultsFound, faultRows)
                            : String.format(Locale.ROOT, "%.1f %% of moved readings noticed", 100 * sensitivity),
                    balance());
        }
    }

    Figures judge(ModelSpec spec, byte[] network) throws ModelException {
        Count calm = new Count();
        Count faulty = new Count();
        Count moved = new Count();
        for (Entry entry : entries) {
            List<Observation> healthy = entry.healthy().rows();
            int asked = Math.min(spec.commissioning().rows(), healthy.size());
            ModelSpec own = asked == 0 ? spec : scoring.commission(spec, network, healthy.subList(0, asked));
            timeline(entry, own, network, calm, faulty);
            moved(entry.healthy(), own, network, moved);
        }
        return new Figures(calm.rows, calm.share(), faulty.rows, faulty.share(), moved.share());
    }

    private void timeline(Entry entry, ModelSpec own, byte[] network, Count calm, Count faulty) throws ModelException {
        List<Observation> rows = entry.all().rows();
        double[] scores = scoring.scores(own, network, rows);
        int judgedFrom = Math.max(commissioning, entry.healthy().checkEnd());
        int healthy = 0;
        for (int row = 0; row < scores.length; row++) {
            if (entry.all().marks().get(row) == Mark.FAULT) {
                faulty.add(scores[row], own.threshold());
            } else if (healthy++ >= judgedFrom) {
                calm.add(scores[row], own.threshold());
            }
        }
    }

    /** A model that nobody showed a fault still has to notice one: each reading in turn is moved. */
    private void moved(Series device, ModelSpec own, byte[] network, Count moved) throws ModelException {
        int end = device.rows().size();
        int from = Math.max(Math.max(commissioning, device.checkEnd()), end - MOVED);
        if (end - from < MOVED / 2) {
            return;
        }
        for (Recipe.Input input : recipe.inputs()) {
            int column = device.rows().get(0).contract().column(input.attribute());
            double step = SHIFT * deviation(device.rows().subList(0, device.fitEnd()), column);
            if (!(step > 0)) {
                continue;
            }
            List<Observation> rows = new ArrayList<>();
            for (Observation row : device.rows().subList(from, end)) {
                rows.add(shifted(row, column, step));
            }
            double[] scores = scoring.scores(own, network, rows);
            for (int row = scores.length / 2; row < scores.length; row++) {
                moved.add(scores[row], own.threshold());
            }
        }
    }

    private static double deviation(List<Observation> rows, int column) {
        return Moments.of(rows.stream()
                        .mapToDouble(row -> row.isGood(column) ? row.values()[column] : Double.NaN)
                        .toArray())
                .deviation();
    }

    private static Observation shifted(Observation row, int column, double step) {
        double[] values = row.values().clone();
        values[column] += step;
        return new Observation(
                row.contract(),
                row.device(),
                row.entity(),
                row.time(),
                row.receivedAt(),
                values,
                row.good(),
                row.texts());
    }

    /** Rows that had a score, and how many of them were flagged. */
    private static final class Count {
        private long rows;
        private long flagged;

        void add(double score, double threshold) {
            if (!Double.isNaN(score)) {
                rows++;
                flagged += score > threshold ? 1 : 0;
            }
        }

        double share() {
            return rows == 0 ? 0 : (double) flagged / rows;
        }
    }
}
