// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Transform;
import io.ganglion.api.series.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a model's inputs out of observations, by attribute name, so that a contract may gain attributes or change their
 * order without a new model. Not thread-safe: it remembers the contracts that it has seen.
 */
final class Columns {
    /** Versions of one contract that pass by at the same time; more than these are looked up again. */
    private static final int REMEMBERED = 8;

    private record Mapping(Contract contract, int[] columns, long required) {}

    private final ModelSpec spec;
    private final boolean[] logarithmic;
    private final List<Mapping> known = new ArrayList<>();
    private Mapping latest;

    Columns(ModelSpec spec) {
        this.spec = spec;
        this.logarithmic = new boolean[spec.inputs().size()];
        for (int i = 0; i < logarithmic.length; i++) {
            logarithmic[i] = spec.inputs().get(i).transform() == Transform.LOG1P;
        }
    }

    /** The column of each input in this contract's rows, or -1. */
    int[] of(Contract contract) {
        return mapping(contract).columns;
    }

    /** Whether a row is fit for commissioning: every input whose attribute the contract requires is in it, and one at least. */
    boolean isGood(Contract contract, long present) {
        long required = mapping(contract).required;
        return present != 0 && (present & required) == required;
    }

    /**
     * Averages each input over the last rows from {@code age} on, skipping absent values, and transforms the average.
     *
     * @param row takes the values from {@code to} on, {@code NaN} where absent
     * @return the inputs that are present, a bit each
     */
    long read(Window window, int age, double[] row, int to) {
        int end = Math.min(window.size(), age + spec.window());
        if (end - age == 1) {
            copy(window.get(age), row, to);
        } else {
            average(window, age, end, row, to);
        }
        long present = 0;
        for (int i = 0; i < logarithmic.length; i++) {
            double value = row[to + i];
            if (!Double.isNaN(value)) {
                present |= 1L << i;
                row[to + i] = logarithmic[i] ? StrictMath.log1p(Math.max(0, value)) : value;
            }
        }
        return present;
    }

    /** Whether there are rows enough for all steps of the input that ends {@code age} rows ago. */
    boolean reaches(Window window, int age) {
        return age + spec.steps() <= window.size();
    }

    /**
     * Reads every step of the input that ends {@code age} rows ago.
     *
     * @param rows shape {@code [steps][inputs]}, the oldest first
     * @return the inputs that are present in the newest step, a bit each
     */
    long readSteps(Window window, int age, double[] rows) {
        long present = 0;
        for (int step = 0; step < spec.steps(); step++) {
            present = read(window, age + spec.steps() - 1 - step, rows, step * logarithmic.length);
        }
        return present;
    }

    private void copy(Observation observation, double[] row, int to) {
        int[] columns = of(observation.contract());
        double[] values = observation.values();
        for (int i = 0; i < columns.length; i++) {
            row[to + i] = columns[i] < 0 ? Double.NaN : values[columns[i]];
        }
    }

    private void average(Window window, int age, int end, double[] row, int to) {
        for (int i = 0; i < logarithmic.length; i++) {
            double sum = 0;
            int count = 0;
            for (int k = age; k < end; k++) {
                Observation observation = window.get(k);
                int column = of(observation.contract())[i];
                double value = column < 0 ? Double.NaN : observation.values()[column];
                if (!Double.isNaN(value)) {
                    sum += value;
                    count++;
                }
            }
            row[to + i] = count == 0 ? Double.NaN : sum / count;
        }
    }

    private Mapping mapping(Contract contract) {
        Mapping mapping = latest;
        if (mapping == null || mapping.contract != contract) {
            mapping = find(contract);
            latest = mapping;
        }
        return mapping;
    }

    private Mapping find(Contract contract) {
        for (Mapping mapping : known) {
            if (mapping.contract == contract) {
                return mapping;
            }
        }
        if (known.size() == REMEMBERED) {
            known.remove(0);
        }
        Mapping mapping = map(contract);
        known.add(mapping);
        return mapping;
    }

    private Mapping map(Contract contract) {
        int[] columns = new int[logarithmic.length];
        long required = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = contract.column(spec.inputs().get(i).attribute());
            if (columns[i] >= 0 && contract.attributes().get(columns[i]).required()) {
                required |= 1L << i;
            }
        }
        return new Mapping(contract, columns, required);
    }
}
