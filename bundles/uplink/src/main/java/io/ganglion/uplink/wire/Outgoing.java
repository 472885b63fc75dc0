// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

/**
 * What is sent.
 *
 * @param contentType as MQTT 5 says it
 * @param id the message's identity, a user property in MQTT 5; empty where the body says it
 * @param replayed whether the user property of this name says so
 */
public record Outgoing(String topic, byte[] body, String contentType, String id, boolean replayed) {

    /** What it costs of the bandwidth, about: lengths, type, message id, properties. */
    public int bytes() {
        return topic.length() + body.length + id.length() + contentType.length() + 24;
    }
}
