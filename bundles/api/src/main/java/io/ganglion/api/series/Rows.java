// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An answer of the history. Handed over, not copied.
 *
 * @param attributes names of the columns
 * @param times shape {@code [rows]}, nanoseconds since the epoch, ascending; of a slice its beginning
 * @param values shape {@code [rows][attributes]} in the contract's units; {@code NaN} where there is none
 * @param replayed shape {@code [rows]}: whether the row came out of the quarantine; false for a slice
 * @param more whether rows were left out because of the limit
 */
public record Rows(List<String> attributes, long[] times, double[][] values, boolean[] replayed, boolean more) {

    public Rows {
        attributes = List.copyOf(attributes);
        requireNonNull(times, "times");
        if (values.length != times.length || replayed.length != times.length) {
            throw new IllegalArgumentException("as many times, values and marks: times=" + times.length + " values="
                    + values.length + " replayed=" + replayed.length);
        }
    }

    /** How many rows. */
    public int size() {
        return times.length;
    }
}
