// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.shelf;

import java.io.IOException;

/** A file that is no content bundle of the model that it is said to be. */
public final class RefusedBundle extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedBundle(String message) {
        super(message);
    }
}
