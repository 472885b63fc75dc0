// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.hub;

import static java.util.Objects.requireNonNull;

import io.ganglion.api.model.ModelId;
import java.time.Instant;
import java.util.List;

/**
 * A model in the registry.
 *
 * @param id name and version
 * @param stage where it stands now
 * @param lineage where it comes from
 * @param artefact SHA-256 of its content bundle, hexadecimal
 * @param bytes size of the content bundle
 * @param steps how it came to stand there, oldest first; the first one is its registration
 */
public record ModelRecord(ModelId id, Stage stage, Lineage lineage, String artefact, long bytes, List<Step> steps) {

    /** Where a model stands. */
    public enum Stage {
        /** Trained, and not looked at by anybody. */
        CANDIDATE,
        /** May answer for devices. */
        APPROVED,
        /** Answers for devices somewhere. */
        LIVE,
        /** Answered once, or was refused; does not come back by itself. */
        RETIRED
    }

    /**
     * A step in a model's life.
     *
     * @param at when
     * @param stage since then
     * @param by who: a person, or {@code policy}
     * @param note why, or what a checkpoint found
     */
    public record Step(Instant at, Stage stage, String by, String note) {}

    public ModelRecord {
        requireNonNull(id, "id");
        requireNonNull(stage, "stage");
        requireNonNull(lineage, "lineage");
        steps = List.copyOf(steps);
    }
}
