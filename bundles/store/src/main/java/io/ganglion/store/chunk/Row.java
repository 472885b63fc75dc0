// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import java.util.Arrays;
import java.util.List;

/**
 * One row as the history keeps it. The array is shared and never written to.
 *
 * @param time nanoseconds since the epoch
 * @param values {@code NaN} where there is none
 * @param texts empty where there is none
 * @param replayed whether it came out of the quarantine
 */
public record Row(long time, double[] values, List<String> texts, boolean replayed) {

    /** Whether it says the same, whichever way it came. */
    public boolean saysTheSameAs(Row other) {
        return time == other.time && Arrays.equals(values, other.values) && texts.equals(other.texts);
    }
}
