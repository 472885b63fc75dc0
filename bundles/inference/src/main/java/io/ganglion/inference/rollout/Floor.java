// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.rollout;

import io.ganglion.api.model.ModelStatus;
import io.ganglion.inference.scoring.LoadedModel;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Where the models stand that the desk decides about. */
public interface Floor {

    /** Does something on the thread that alone changes anything, and waits for it. */
    <T> T inTurn(Supplier<T> change);

    /** The same, without waiting. */
    void perform(Runnable change);

    /** Has the desk settle anew, and publishes what follows. On that thread. */
    void reroute();

    /** The same after a while, by that thread. */
    void rerouteIn(long millis);

    /** Every model bundle on offer, ready or not. */
    List<ModelStatus> statuses();

    /** Every model that could answer at once: loaded, verified and warm. */
    Collection<LoadedModel> ready();
}
