// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.evolution;

import static java.util.Objects.requireNonNull;

/**
 * One difference between two versions of a contract.
 *
 * @param file where it stands, for example {@code contract/schema.json}
 * @param pointer JSON Pointer to the spot; in a schema that refers to others, as if all were written out
 * @param words one sentence: what changed, and for whom that matters
 * @param backward whether the new version still accepts, and reads with the same meaning, what old devices send here
 * @param forward whether the old version accepts, and reads with the same meaning, what new devices send here
 * @param step the least step of the version that allows it
 */
public record Change(String file, String pointer, String words, boolean backward, boolean forward, Step step) {

    /** The parts of a version, the least first. */
    public enum Step {
        /** No change of meaning. */
        PATCH,
        /** Old devices go on as they are. */
        MINOR,
        /** Anything. */
        MAJOR
    }

    public Change {
        requireNonNull(file, "file");
        requireNonNull(pointer, "pointer");
        requireNonNull(words, "words");
        requireNonNull(step, "step");
        if (!backward && step != Step.MAJOR) {
            throw new IllegalArgumentException("what breaks old devices takes a major version: " + words);
        }
    }
}
