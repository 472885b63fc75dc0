// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import java.util.function.ToLongFunction;

/**
 * Ends a decoding pass: what was found, and where. Without a stack trace, since a flood of bad payloads must stay cheap.
 */
final class Refusal extends RuntimeException {
    private static final int QUOTE_LIMIT = 64;

    private final transient Reason reason;
    private final String path;
    private final long offset;

    Refusal(Reason reason, String path, long offset, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.path = path;
        this.offset = offset;
    }

    /** Whether the bytes themselves are at fault, so that no contract could accept them. */
    boolean isOfForm() {
        return isOfForm(reason);
    }

    static boolean isOfForm(Reason reason) {
        return switch (reason) {
            case TOO_DEEP, WRONG_CHARSET, NOT_JSON, TRUNCATED, DUPLICATE_KEY, NOT_FINITE -> true;
            default -> false;
        };
    }

    /** The same, with its place in the bytes. */
    Refusal at(ToLongFunction<String> offsets) {
        return new Refusal(reason, path, offsets.applyAsLong(path), getMessage());
    }

    Rejection asRejection(String contract) {
        return new Rejection(reason, path, getMessage(), contract, offset);
    }

    /** A value as messages show it: short, and without line breaks. */
    static String quote(String value) {
        String line = value.replaceAll("[\\p{Cntrl}]", "?");
        if (line.length() <= QUOTE_LIMIT) {
            return line;
        }
        int cut = Character.isHighSurrogate(line.charAt(QUOTE_LIMIT - 1)) ? QUOTE_LIMIT - 1 : QUOTE_LIMIT;
        return line.substring(0, cut) + "...";
    }
}
