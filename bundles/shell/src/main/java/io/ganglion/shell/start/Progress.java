// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell.start;

/** How far the start of a node is. */
sealed interface Progress {

    /** Everything that a node needs is there. */
    record Up() implements Progress {}

    /** Something is not there yet. */
    record Waiting(String forWhat) implements Progress {}

    /** Something will not come by itself; the reason ends with the next step. */
    record Failed(String reason) implements Progress {}
}
