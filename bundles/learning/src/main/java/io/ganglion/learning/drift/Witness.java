// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import io.ganglion.api.learning.Drift.Signal;

/** Hears what the watches of a partition see. Called by partition threads: returns at once. */
interface Witness {

    /** A device is watched from now on, in place of an earlier watch of it. */
    void watching(Watch watch);

    /** A device's state made room for another's. */
    void forgotten(Watch watch);

    /** A subject's reference is complete. */
    void learned(Watch watch);

    /** A device is being commissioned anew: what was normal for it is not any more. */
    void unlearned(Watch watch);

    /** A subject drifted. */
    void signal(Watch watch, Signal signal);
}
