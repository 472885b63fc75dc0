// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Work for a technician, from the alert to the verdict.
 *
 * @param id unique on the node, for example {@code WO-17}
 * @param alert the episode it answers; empty where people reported it
 * @param useCase whose policy it follows
 * @param asset what to walk to
 * @param contract the contract's name
 * @param device the device's name
 * @param severity how soon
 * @param title one line
 * @param state where it stands
 * @param assignee a login; empty where it is anybody's
 * @param ticket its twin in the maintenance system
 * @param trouble why there is no twin yet, or why it cannot be read, with the next step; empty where all is well
 * @param created when, by this node's clock
 * @param acknowledged when somebody took it
 * @param started when work began
 * @param resolved when work ended, as the technician or the maintenance system says; never before {@code created}
 * @param closed when the verdict was recorded as a label
 * @param resolution what was found and done
 * @param label the label that came of it
 * @param attachments photos
 */
public record WorkOrder(
        String id,
        Optional<String> alert,
        String useCase,
        String asset,
        String contract,
        String device,
        Severity severity,
        String title,
        State state,
        String assignee,
        Optional<TicketReference> ticket,
        String trouble,
        Instant created,
        Optional<Instant> acknowledged,
        Optional<Instant> started,
        Optional<Instant> resolved,
        Optional<Instant> closed,
        Optional<Resolution> resolution,
        Optional<String> label,
        List<Attachment> attachments) {

    /** Where a work order stands. Forward only; what was wrong is corrected by a new resolution. */
    public enum State {
        OPEN,
        ACKNOWLEDGED,
        IN_PROGRESS,
        /** The work is done; whether the alert was right is not said yet. */
        RESOLVED,
        /** The verdict stands, and is a label. */
        CLOSED
    }

    /**
     * A ticket in a maintenance system.
     *
     * @param system the system's name
     * @param id there
     * @param page where people look at it; empty where there is none
     */
    public record TicketReference(String system, String id, Optional<URI> page) {}

    /**
     * A photo.
     *
     * @param id unique on the node
     * @param mediaType {@code image/jpeg}, {@code image/png} or {@code image/webp}, by its content, whatever its sender said
     * @param bytes how long it is
     */
    public record Attachment(String id, String mediaType, long bytes, String by, Instant at) {}

    public WorkOrder {
        requireNonNull(severity, "severity");
        requireNonNull(state, "state");
        requireNonNull(created, "created");
        attachments = List.copyOf(attachments);
    }
}
