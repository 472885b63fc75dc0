// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A question to the history.
 *
 * @param contract the contract's name
 * @param device the device's name
 * @param attributes which, in the order of the answer's columns; empty for all that the contract has
 * @param from nanoseconds since the epoch, inclusive
 * @param to nanoseconds since the epoch, exclusive
 * @param thinning what is done to more rows than {@code limit}
 * @param limit the most rows in the answer, at least 1
 */
public record SeriesQuery(
        String contract, String device, List<String> attributes, long from, long to, Thinning thinning, int limit) {

    /** How many rows become few. Except for the first two, by equal slices of the time between from and to. */
    public enum Thinning {
        /** The oldest {@code limit} rows as they are. */
        OLDEST,
        /** The newest {@code limit} rows as they are, oldest first. */
        NEWEST,
        /** The least value of each slice. */
        MINIMUM,
        /** The greatest value of each slice. */
        MAXIMUM,
        /** The arithmetic mean of each slice. */
        MEAN,
        /**
         * Rows that keep the picture: largest triangle three buckets (Steinarsson 2013). For one attribute.
         */
        LTTB
    }

    public SeriesQuery {
        requireNonNull(contract, "contract");
        requireNonNull(device, "device");
        requireNonNull(thinning, "thinning");
        attributes = List.copyOf(attributes);
        if (from > to || limit < 1) {
            throw new IllegalArgumentException(
                    "a query needs from <= to and limit >= 1: from=" + from + " to=" + to + " limit=" + limit);
        }
        if (thinning == Thinning.LTTB && attributes.size() != 1) {
            throw new IllegalArgumentException("LTTB thins one attribute at a time: attributes=" + attributes);
        }
    }
}
