// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.Optional;

/**
 * What people found about a device over a time.
 *
 * @param id unique on the node; a second label with the same id corrects the first
 * @param contract the contract's name
 * @param device the device's name
 * @param from first instant that it speaks of
 * @param to first instant that it does not speak of
 * @param finding what was found
 * @param cause the root cause in the words of the site's taxonomy; empty where there is none
 * @param model whose alert it answers; empty for one that people reported by themselves
 * @param by who found it
 * @param at when it was recorded
 */
public record Label(
        String id,
        String contract,
        String device,
        Instant from,
        Instant to,
        Finding finding,
        String cause,
        Optional<ModelId> model,
        String by,
        Instant at) {

    /** What was found. */
    public enum Finding {
        /** The alert was right. */
        CONFIRMED,
        /** There was nothing. */
        REFUTED,
        /** There was something else than the alert said. */
        OTHER_FAULT,
        /** Something was wrong, and no alert said so. */
        MISSED,
        /** The machine was being worked on: its data say nothing about its health. */
        MAINTENANCE
    }

    public Label {
        requireNonNull(finding, "finding");
        requireNonNull(model, "model");
        requireNonNull(at, "at");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a label's time ends after it begins: from=" + from + " to=" + to);
        }
        if (id.isBlank() || contract.isBlank() || device.isBlank()) {
            throw new IllegalArgumentException("a label names itself, a contract and a device: id=" + id + " contract="
                    + contract + " device=" + device);
        }
    }
}
