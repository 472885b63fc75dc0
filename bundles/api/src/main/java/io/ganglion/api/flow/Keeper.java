// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Insight;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps what passed the fast road, durably, before its sender is answered. Registered as a service; the {@code store} is
 * one.
 */
@ConsumerType
public interface Keeper {

    /** For counters, the shell and the pipeline's setting {@code keepers}, for example {@code store}. */
    String name();

    /**
     * Takes what one micro-batch brought. Called by partition threads, by several at once; must not wait for a disk.
     *
     * @param observations accepted, in the order of arrival; the list is handed over, not copied
     * @param insights what was said of them: those that are due for publication, in the same order; handed over
     * @param kept called once, by any thread, when all of it will survive a power failure. Never called where the keeper
     *     stops first; the senders then still have it all, and send it again
     * @return false where the keeper cannot take it now: nothing was taken, the partition works on nothing else until it
     *     is, and its senders are pushed back
     */
    boolean keep(List<Observation> observations, List<Insight> insights, Runnable kept);

    /** Why it takes nothing, for example a full disk, with the next step; empty while it does. */
    String trouble();
}
