// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of a work order's audit trail: never changed, never removed. A correction is a new fact.
 *
 * @param number counts up from 1 on a node
 * @param workOrder whose
 * @param kind what happened, for example {@code ACKNOWLEDGED}, {@code TICKET}, {@code RESOLVED}, {@code CORRECTED}, {@code NOTE}
 * @param by a person's login, or {@code policy}, or the maintenance system's name
 * @param at when it happened, by the clock of whoever says so, corrected to this node's where the two differ
 * @param recorded when this node learned of it, by its own clock
 * @param text in words; what people wrote stands here as they wrote it, and is never markup
 */
public record Fact(long number, String workOrder, String kind, String by, Instant at, Instant recorded, String text) {
    public Fact {
        requireNonNull(workOrder, "workOrder");
        requireNonNull(kind, "kind");
        requireNonNull(by, "by");
        requireNonNull(at, "at");
        requireNonNull(recorded, "recorded");
        requireNonNull(text, "text");
    }
}
