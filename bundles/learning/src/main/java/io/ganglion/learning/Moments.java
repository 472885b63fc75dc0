// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec.Transform;
import java.util.List;

/**
 * Mean and standard deviation of one transformed attribute, over the rows that have it.
 *
 * @param count rows that have it
 * @param mean 0 where none has
 * @param deviation of the population; 0 where fewer than two have
 */
record Moments(int count, double mean, double deviation) {

    static Moments of(List<Observation> rows, int column, Transform transform) {
        double[] values = rows.stream()
                .filter(row -> row.isGood(column))
                .mapToDouble(row -> transformed(row.values()[column], transform))
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = values.length == 0 ? 0 : sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(values.length, mean, values.length < 2 ? 0 : Math.sqrt(squares / values.length));
    }

    static double transformed(double value, Transform transform) {
        return switch (transform) {
            case IDENTITY -> value;
            case LOG1P -> StrictMath.log1p(Math.max(0, value));
        };
    }
}
