// SPDX-License-Identifier: Apache-2.0
package io.ganglion.feedback.keep;

import java.time.Instant;

/**
 * Something that a maintenance system still has to be asked.
 *
 * @param uid the work order's
 * @param system whom to ask
 * @param act what for
 * @param tries how often it was asked in vain
 * @param due not before
 * @param refused whether it refuses, and a person has to look
 */
public record Errand(String uid, String system, Act act, int tries, Instant due, boolean refused) {

    /** What for. */
    public enum Act {
        CREATE,
        CLOSE
    }
}
