// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.series;

import io.ganglion.api.contract.Observation;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/** Observations as they pass, for people and tests. Thread-safe. */
@ProviderType
public interface Tail {

    /** The last observations of a device, oldest first, as many as the node still has in memory up to {@code limit}. */
    List<Observation> recent(String device, int limit);

    /**
     * Hands over every observation from now on that passes the filter. Both are called on a partition's thread and must
     * not block. Close to stop.
     */
    Subscription follow(Predicate<Observation> filter, Consumer<Observation> listener);

    /** An open tail. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
