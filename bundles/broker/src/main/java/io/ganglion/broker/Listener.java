// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * One live session that hears one topic: everything of its PUBLISH packets that is the same each time.
 *
 * @param mailbox where its messages go
 * @param topic length and text as they stand in the packet
 * @param qos 0 or 1
 * @param properties length and properties of MQTT 5; empty for MQTT 3
 */
record Listener(Mailbox mailbox, byte[] topic, int qos, byte[] properties) {

    private static final int HEAD_LIMIT = 5;

    /** A topic name as it stands in a packet. */
    static byte[] encoded(String topic) {
        byte[] text = topic.getBytes(UTF_8);
        byte[] encoded = new byte[text.length + 2];
        encoded[0] = (byte) (text.length >> 8);
        encoded[1] = (byte) text.length;
        System.arraycopy(text, 0, encoded, 2, text.length);
        return encoded;
    }

    private int remaining(byte[] body) {
        return topic.length + 2 * qos + properties.length + body.length;
    }

    /** No packet with this body is longer. */
    int bytesAtMost(byte[] body) {
        return HEAD_LIMIT + remaining(body);
    }

    int bytes(byte[] body) {
        int remaining = remaining(body);
        return 1 + (remaining < 1 << 7 ? 1 : remaining < 1 << 14 ? 2 : remaining < 1 << 21 ? 3 : 4) + remaining;
    }

    /** @param packetId 0 at QoS 0 */
    void write(ByteBuf out, int packetId, byte[] body) {
        out.writeByte(0x30 | qos << 1);
        int remaining = remaining(body);
        for (; remaining >= 0x80; remaining >>>= 7) {
            out.writeByte(remaining & 0x7F | 0x80);
        }
        out.writeByte(remaining);
        out.writeBytes(topic);
        if (qos > 0) {
            out.writeShort(packetId);
        }
        out.writeBytes(properties);
        out.writeBytes(body);
    }
}
