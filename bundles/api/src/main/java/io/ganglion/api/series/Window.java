// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import io.ganglion.api.contract.Observation;
import org.osgi.annotation.versioning.ProviderType;

/** The last rows of one device, oldest to newest in order of arrival. Not thread-safe. */
@ProviderType
public interface Window {

    /** How many rows there are, at least 1. A device that just appeared has fewer than a stage asked for. */
    int size();

    /** The observation {@code age} rows before the newest: 0 is the newest, {@code size() - 1} the oldest. */
    Observation get(int age);

    /** The newest observation. */
    default Observation newest() {
        return get(0);
    }
}
