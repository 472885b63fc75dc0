// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** One operation over the rows of a block. Immutable; its scratch space is the runner's. */
interface Op {

    /** @param rows at least 1, at most a block */
    void run(Scratch scratch, int rows);
}
