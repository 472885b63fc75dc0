// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import org.osgi.annotation.versioning.ProviderType;

/** Where a connector tells that something happened to a ticket. Thread-safe; returns at once. */
@ProviderType
public interface Tickets {

    /**
     * Something happened to a ticket: it is read back soon. What a webhook says is a hint and no more, so one that is
     * replayed, late or out of order does no harm.
     *
     * @param system the system's {@linkplain MaintenanceSystem#name name}
     * @param id the ticket's there
     * @return false where this node has no such ticket
     */
    boolean changed(String system, String id);
}
