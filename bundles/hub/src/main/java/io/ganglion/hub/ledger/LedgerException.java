// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

/** The database did not do it. The message is for the operator. */
public final class LedgerException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
