// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.flow.Stage;
import io.ganglion.api.model.Insight;
import io.ganglion.api.series.Window;
import java.util.function.Consumer;

/**
 * One stage in one partition. Nothing that the stage throws gets past here: the observation stays accepted, and the next
 * stage and the next device go on. A failed row costs that row; a failed flush leaves the operator in doubt, so it is
 * opened anew. The partition's thread only.
 */
final class StageSlot {

    /** How long a stage rests that could not be opened or flushed, nanoseconds. */
    private static final long REST = 1_000_000_000L;

    /** The longest window: a stage that asks for more gets this. */
    private static final int ROWS = 4096;

    final Stage stage;
    private final int partition;
    private final Troubles troubles;
    private final String spot;
    private Stage.Operator operator;
    private long restsUntil;
    private boolean rests;

    StageSlot(Stage stage, int partition, Troubles troubles) {
        this.stage = stage;
        this.partition = partition;
        this.troubles = troubles;
        spot = "stage " + name(stage);
    }

    private static String name(Stage stage) {
        try {
            return stage.name();
        } catch (Throwable t) {
            return stage.getClass().getName();
        }
    }

    /** Readies the operator for a batch. Returns how many rows it looks back. */
    int prepare(long now) {
        if (rests && now - restsUntil < 0) {
            return 1;
        }
        try {
            if (operator == null) {
                operator = stage.open(partition);
                rests = false;
            }
            return Math.max(1, Math.min(ROWS, stage.rows()));
        } catch (Throwable t) {
            fail("it rests for a second, observations stay accepted without it", t, now);
            return 1;
        }
    }

    void take(Window window) {
        if (operator == null) {
            return;
        }
        try {
            operator.take(window);
        } catch (Throwable t) {
            troubles.add(spot, "the observation stays accepted, without this stage", t);
        }
    }

    void note(Insight insight) {
        if (operator == null) {
            return;
        }
        try {
            operator.note(insight);
        } catch (Throwable t) {
            troubles.add(spot, "the insight goes on, unnoted by this stage", t);
        }
    }

    void flush(Consumer<Insight> insights, long now) {
        if (operator == null) {
            return;
        }
        try {
            operator.flush(insights);
        } catch (Throwable t) {
            fail("the batch stays accepted without it, and it is opened anew in a second", t, now);
        }
    }

    private void fail(String consequence, Throwable t, long now) {
        troubles.add(spot, consequence, t);
        close();
        rests = true;
        restsUntil = now + REST;
    }

    void close() {
        Stage.Operator closing = operator;
        operator = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (Throwable t) {
                troubles.add(spot, "it was left unclosed", t);
            }
        }
    }
}
