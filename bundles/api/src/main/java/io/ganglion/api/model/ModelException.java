// SPDX-License-Identifier: Apache-2.0
package io.ganglion.api.model;

/** A model cannot serve. The message says why, with the value, for the operator. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
