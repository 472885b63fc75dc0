// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * The node's counters, as {@code aiot:node-status --json} shows them.
 *
 * @param received taken at the door
 * @param accepted found good
 * @param quarantined refused, and kept
 * @param inFlight neither yet
 * @param scored insights made
 */
public record Books(long received, long accepted, long quarantined, long inFlight, long scored) {

    static Books read(JsonNode status) throws IOException {
        Books books = new Books(
                count(status, "received"),
                count(status, "accepted"),
                count(status, "quarantined"),
                count(status, "inFlight"),
                count(status, "scored"));
        if (books.received != books.accepted + books.quarantined + books.inFlight) {
            throw new IOException("the books do not balance: " + books);
        }
        return books;
    }

    private static long count(JsonNode status, String name) throws IOException {
        JsonNode value = status.findValue(name);
        if (value == null || !value.isIntegralNumber()) {
            throw new IOException("node-status does not say " + name + ": " + status);
        }
        return value.asLong();
    }
}
