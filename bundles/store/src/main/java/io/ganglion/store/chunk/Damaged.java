// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

/** Bytes on the disk are not those that were written. */
public final class Damaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Damaged(String message) {
        super(message);
    }
}
