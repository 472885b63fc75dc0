// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the contracts refused, kept with its reason. Thread-safe; reads from disk. */
@ProviderType
public interface Quarantine {

    /** The newest first, at most {@code limit}, which is at least 1. */
    List<QuarantinedPayload> list(int limit);

    Optional<QuarantinedPayload> find(long id);

    /** How many are kept now. */
    long size();
}
