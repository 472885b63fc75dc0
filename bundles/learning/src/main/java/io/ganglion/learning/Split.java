// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Observation;
import java.util.Collection;
import java.util.List;

/**
 * Three parts of one time span, the same two cuts for all devices: learned from, held out to stop and to set the
 * threshold, held out for the card. Never shuffled: a row that leaks from tomorrow flatters any model.
 *
 * @param fitEnd nanoseconds since the epoch; rows before it are learned from
 * @param checkEnd rows from {@code fitEnd} to before this set the threshold, rows from this on are for the card
 */
record Split(long fitEnd, long checkEnd) {

    static Split of(Collection<List<Observation>> devices, double heldOut) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (List<Observation> rows : devices) {
            for (Observation row : rows) {
                first = Math.min(first, row.time());
                last = Math.max(last, row.time());
            }
        }
        return between(first, last, heldOut);
    }

    /** @param first nanoseconds since the epoch, as {@code last} */
    static Split between(long first, long last, double heldOut) {
        if (first >= last) {
            throw new IllegalArgumentException("the source's rows span no time: nothing can be held out");
        }
        double span = last - first;
        return new Split(first + (long) (span * (1 - heldOut)), first + (long) (span * (1 - heldOut / 2)));
    }
}
