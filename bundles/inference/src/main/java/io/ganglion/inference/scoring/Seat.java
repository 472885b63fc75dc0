// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.function.Consumer;

/**
 * Who looks at a device: the champion first, then those on trial, one of which may answer in its place. One partition's;
 * devices with the same lanes share a seat.
 */
final class Seat {
    private final Lane[] lanes;
    private final int answering;

    /**
     * @param lanes the champion's first
     * @param answering which of them answers
     */
    Seat(Lane[] lanes, int answering) {
        this.lanes = lanes;
        this.answering = answering;
    }

    boolean is(Lane[] others, int another) {
        return answering == another && java.util.Arrays.equals(lanes, others);
    }

    /** Hands the window's newest row to all; which of them took it, a bit each. */
    long take(Window window) {
        long took = lanes[0].take(window) ? 1 : 0;
        for (int i = 1; i < lanes.length; i++) {
            took |= lanes[i].take(window) ? 1L << i : 0;
        }
        return took;
    }

    /**
     * Emits what came of the next row: the answering model's insight, or where that one failed the champion's, which has
     * looked at the row anyway.
     */
    void emit(long took, Consumer<Insight> insights) {
        Insight champion = (took & 1) != 0 ? lanes[0].next() : null;
        boolean may = champion != null && lanes[0].mayBegin();
        Lane speaker = lanes[0];
        Insight answer = champion;
        if (champion != null) {
            lanes[0].count(champion, may);
        }
        for (int i = 1; i < lanes.length; i++) {
            Insight own = (took >>> i & 1) != 0 ? lanes[i].next() : null;
            if (own != null) {
                boolean mayBegin = lanes[i].mayBegin();
                lanes[i].count(own, mayBegin);
                lanes[i].compare(own, mayBegin, champion, may);
            }
            if (own != null && i == answering) {
                answer = own;
                speaker = lanes[i];
            }
        }
        if (answer != null) {
            speaker.answered();
            insights.accept(answer);
        }
    }
}
