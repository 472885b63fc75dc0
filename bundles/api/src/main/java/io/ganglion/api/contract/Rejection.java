// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.contract;

import static java.util.Objects.requireNonNull;

/**
 * Why a payload holds no observation.
 *
 * @param reason the kind of trouble
 * @param path JSON Pointer (RFC 6901) to the offending spot, or its place in the format's own terms where that is not JSON
 *     ({@code metrics[2]}); empty for the whole document
 * @param message one sentence with the value and what was expected, for example {@code "motorCurrent must be at most
 *     50 AMP: 412.5"}
 * @param contract {@code name@version} of the contract it was held against, or the claimed name alone where this node
 *     has none
 * @param offset byte offset in the body where the trouble was seen; -1 where it has no place
 */
public record Rejection(Reason reason, String path, String message, String contract, long offset) implements Verdict {
    public Rejection {
        requireNonNull(reason, "reason");
        requireNonNull(path, "path");
        requireNonNull(message, "message");
        requireNonNull(contract, "contract");
    }
}
