// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.quarantine;

import io.ganglion.api.flow.Quarantine.Selection;
import io.ganglion.pipeline.lane.Detained;
import java.util.concurrent.CompletableFuture;

/** What the quarantine's thread is asked to do with the file; many go into one commit. */
sealed interface Errand {

    /** Keep a refused payload; one that was replayed is there already and gets its newer reason. */
    record Admission(Detained detained) implements Errand {}

    /** A replayed payload was accepted: it leaves. */
    record Dismissal(long id, Runnable done) implements Errand {}

    /** Forget the selected. */
    record Clearance(Selection selection, CompletableFuture<Long> gone) implements Errand {}

    /** Only to wake it. */
    record Call() implements Errand {}
}
