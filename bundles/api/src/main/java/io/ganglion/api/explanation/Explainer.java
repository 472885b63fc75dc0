// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.explanation;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** Explains what a model thought of a device at a time, from the rows that the node keeps. Thread-safe; reads disk. */
@ProviderType
public interface Explainer {

    /**
     * Explains.
     *
     * @param contract the contract's name
     * @param device the device's name
     * @param at time of the observation; the newest one at or before it is taken
     * @param method how
     * @throws IllegalArgumentException where there is no such device or no row; the message says from when to when there are
     * @throws IllegalStateException where no model answers for it, or this method does not do for its network; the message
     *     says which does
     */
    Explanation explain(String contract, String device, Instant at, Explanation.Method method);
}
