// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.feedback;

import static java.util.Objects.requireNonNull;

/**
 * What was found and done at the machine.
 *
 * @param finding whether the alert was right
 * @param cause a code of the contract's taxonomy, for example {@code bearing-wear}; empty where nothing was wrong, or where
 *     the maintenance system named a cause that the taxonomy does not have: then the text begins with that name
 * @param action what was done, in a few words; may be empty
 * @param text free, at most {@value #TEXT_LIMIT} characters; may be empty
 */
public record Resolution(Label.Finding finding, String cause, String action, String text) {

    /** Characters of free text. */
    public static final int TEXT_LIMIT = 10_000;

    public Resolution {
        requireNonNull(finding, "finding");
        requireNonNull(cause, "cause");
        if (action.length() > TEXT_LIMIT || text.length() > TEXT_LIMIT) {
            throw new IllegalArgumentException("action and text have at most " + TEXT_LIMIT + " characters: action="
                    + action.length() + " text=" + text.length());
        }
    }
}
