// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import java.util.Arrays;

/**
 * Mean and standard deviation of the values that are there.
 *
 * @param count how many
 * @param mean 0 where there is none
 * @param deviation of the population; 0 where there are fewer than two
 */
record Moments(int count, double mean, double deviation) {

    /** @param values {@code NaN} where absent */
    static Moments of(double[] values) {
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double sum = 0;
        for (double value : present) {
            sum += value;
        }
        double mean = present.length == 0 ? 0 : sum / present.length;
        double squares = 0;
        for (double value : present) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(present.length, mean, present.length < 2 ? 0 : Math.sqrt(squares / present.length));
    }
}
