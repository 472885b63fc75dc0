// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.flow;

import org.osgi.annotation.versioning.ProviderType;

/** The fast road's books. Thread-safe. */
@ProviderType
public interface Flow {

    /** A consistent snapshot: {@code received = accepted + quarantined + inFlight} holds in every one. */
    FlowCounters counters();

    /** Why the door is shut, for example a full disk under the quarantine; empty while it is open. */
    String trouble();
}
