// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.OptionalInt;

/** A contract as a payload names it: {@code Pump}, or {@code Pump@1} for one that keeps to a major version. */
final class Majors {
    private Majors() {}

    /** The name without its major. */
    static String name(String claim) {
        int at = claim.lastIndexOf('@');
        return at > 0 ? claim.substring(0, at) : claim;
    }

    /** The major that is claimed; empty for a plain name, and for what is no major. */
    static OptionalInt pinned(String claim) {
        String digits = claim.substring(name(claim).length());
        return digits.matches("@\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(digits.substring(1)))
                : OptionalInt.empty();
    }
}
