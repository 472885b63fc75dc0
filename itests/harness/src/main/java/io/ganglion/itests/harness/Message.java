// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a subscriber got.
 *
 * @param topic with slashes
 * @param body as received; not copied
 * @param at {@link System#nanoTime} of its arrival
 */
public record Message(String topic, byte[] body, long at) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON on " + topic, e);
        }
    }

    /** The last level of the topic: the device. */
    public String device() {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }
}
