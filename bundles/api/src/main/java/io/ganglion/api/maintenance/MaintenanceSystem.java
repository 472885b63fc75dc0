// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A ticket or maintenance system. Registered as a service; several from factory configurations. Every call may take as long
 * as its time-out and is made by one thread at a time, never by the fast road. It keeps nothing: queueing and repeating are
 * the caller's.
 */
@ConsumerType
public interface MaintenanceSystem {

    /** The instance's name, unique on the node, for example {@code redmine}. */
    String name();

    /** What is wrong with the connection, with the next step; empty while it is well or unused. Returns at once. */
    String trouble();

    /**
     * Makes a ticket, or finds the one with the draft's key: the same key never makes two, although the answer to a call
     * before may have been lost.
     */
    Ticket create(TicketDraft draft) throws MaintenanceException;

    /** Reads a ticket; empty where it is there no more. */
    Optional<Ticket> read(String id) throws MaintenanceException;

    /** The ticket with a draft's key. */
    Optional<Ticket> find(String key) throws MaintenanceException;

    /**
     * Tickets of ours that changed since then, as far as the system can say; where it cannot, empty optional, and the caller
     * reads each.
     */
    Optional<List<Ticket>> changedSince(Instant since) throws MaintenanceException;

    /**
     * Closes a ticket that was resolved on this side. Of one that is closed already nothing is changed.
     *
     * @param cause the system's own code for the cause; empty where it has none
     * @param text what was found and done
     */
    void close(String id, String cause, String text) throws MaintenanceException;
}
