// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

/** A command could not do what it was asked. The message is for the operator and ends with the next step. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        // No stack trace: a mistyped name is not a defect of the node.
        super(message, null, false, false);
    }
}
