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

    /**
     * The newest value of each attribute of the contract's last version, one row; empty where the device has no rows. Its
     * time is that of the newest row. Of two values of one time the one that arrived later.
     */
    Optional<Rows> latest(String contract, String device);

    /**
     * Rows of one device, thinned as asked. Late rows stand where their own time puts them; rows of one time that differ are
     * all there, in the order of arrival. Attributes are found by name in every version of the contract; without names, the
     * columns are those of the last version and then what only older ones had. No rows, and no complaint, for a contract or
     * device that was never kept.
     *
     * @throws IllegalArgumentException for an attribute that no version of the contract has; the message names near ones
     */
    Rows query(SeriesQuery query);
}
