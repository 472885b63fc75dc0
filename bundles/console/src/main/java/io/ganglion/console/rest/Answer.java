// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.io.InputStream;

/** What is answered. */
sealed interface Answer permits Answer.Told, Answer.Shown {

    /** A value, written as JSON. */
    record Told(int status, Object value) implements Answer {}

    /** Bytes that somebody sent once, shown as what they were found to be. */
    record Shown(String mediaType, long bytes, InputStream content) implements Answer {}

    static Answer ok(Object value) {
        return new Told(200, value);
    }
}
