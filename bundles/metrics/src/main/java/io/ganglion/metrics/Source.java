// SPDX-License-Identifier: Apache-2.0
package io.ganglion.metrics;

/**
 * Knows some figures.
 *
 * @param name for the figure that says whether it could tell them
 * @param slow whether it reads from a disk, and is asked only so often
 */
record Source(String name, boolean slow, Teller teller) {

    /** Tells them. */
    @FunctionalInterface
    interface Teller {
        void tell(Board board);
    }
}
