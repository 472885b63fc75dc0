// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The observations that this node keeps, as time series of entities. Thread-safe; reads from disk, so never call it on a
 * partition's thread.
 */
@ProviderType
public interface History {

    /** Everything that has rows, ordered by contract and device. */
    List<Entity> entities();

    /** One entity, by its id or its device's name; of several contracts the one that was heard last. */
    Optional<Entity> find(String idOrDevice);

    /** The newest value of each attribute, one row; empty where the device has no rows. */
    Optional<Rows> latest(String contract, String device);

    /**
     * Rows of one device, thinned as asked. Late rows stand where their own time puts them.
     *
     * @throws IllegalArgumentException for an attribute that no version of the contract has; the message names near ones
     */
    Rows query(SeriesQuery query);
}
