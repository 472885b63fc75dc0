// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

/** How much matching one request, or one notification, may cost. Not thread-safe. */
public final class Effort {

    private long left;

    /** @param steps characters that patterns may look at */
    public Effort(long steps) {
        left = steps;
    }

    void step() {
        if (--left < 0) {
            throw new Problem(
                    Problem.Kind.TOO_COMPLEX_QUERY,
                    "a pattern of this query takes too long: make it simpler or anchor it");
        }
    }
}
