// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.maintenance;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A ticket as its system has it now.
 *
 * @param id there
 * @param key the draft's
 * @param page where people look at it
 * @param state where it stands, in our words
 * @param assignee who has it, in the system's words; empty where nobody has
 * @param acknowledged when somebody took it, where the system says so
 * @param resolved when it was closed, where the system says so; its own clock
 * @param cause the system's own code for the cause; empty where there is none
 * @param text what the technician wrote
 * @param verdict what the technician said about the alert, in the system's words; empty where the system has no such field
 * @param now the system's clock when it answered, where it says so: how far it is off is seen by it
 */
public record Ticket(
        String id,
        String key,
        Optional<URI> page,
        State state,
        String assignee,
        Optional<Instant> acknowledged,
        Optional<Instant> resolved,
        String cause,
        String text,
        String verdict,
        Optional<Instant> now) {

    /** Where a ticket stands. */
    public enum State {
        OPEN,
        ACKNOWLEDGED,
        IN_PROGRESS,
        RESOLVED,
        /** Closed without work: a duplicate, or refused. */
        REJECTED
    }

    public Ticket {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(cause, "cause");
        requireNonNull(text, "text");
    }
}
