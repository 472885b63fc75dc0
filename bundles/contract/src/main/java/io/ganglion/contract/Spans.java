// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.Arrays;

/** Where in an accepted document the values stand that change from payload to payload. */
final class Spans {
    /** In the place of a property's index: an {@code observedAt}. */
    static final int OBSERVED_AT = -1;

    /** The most values a template has; a document with more is read in full each time. */
    static final int LIMIT = 512;

    int count;
    int[] from = new int[32];
    int[] to = new int[32];
    int[] property = new int[32];

    private boolean whole;

    void reset() {
        count = 0;
        whole = true;
    }

    /** The token that the reader has just read is such a value. */
    void add(JsonReader reader, int index) {
        if (count == from.length) {
            if (count == LIMIT) {
                whole = false;
                return;
            }
            grow();
        }
        from[count] = reader.from;
        to[count] = reader.to;
        property[count++] = index;
    }

    /** This document cannot become a template. */
    void giveUp() {
        whole = false;
    }

    boolean isWhole() {
        return whole;
    }

    private void grow() {
        from = Arrays.copyOf(from, count * 2);
        to = Arrays.copyOf(to, count * 2);
        property = Arrays.copyOf(property, count * 2);
    }
}
