// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** MQTT 3.1.1 packets that a publisher and a subscriber send, ready for the wire. */
final class MqttPacket {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;

    private static final int CLEAN_SESSION = 0x02;
    private static final int PASSWORD = 0x40;
    private static final int USER = 0x80;

    private MqttPacket() {}

    static byte[] connect(String client, Login login, boolean clean) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        string(out, "MQTT");
        out.write(4);
        out.write(USER | PASSWORD | (clean ? CLEAN_SESSION : 0));
        out.write(0);
        out.write(0);
        string(out, client);
        string(out, login.user());
        string(out, login.password());
        return framed(0x10, out.toByteArray());
    }

    static byte[] subscribe(int id, String filter, int qos) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(id >> 8);
        out.write(id);
        string(out, filter);
        out.write(qos);
        return framed(0x82, out.toByteArray());
    }

    static byte[] publish(String topic, byte[] body, int qos, int id) {
        byte[] name = topic.getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(name.length + body.length + 4);
        out.putShort((short) name.length).put(name);
        if (qos > 0) {
            out.putShort((short) id);
        }
        out.put(body).flip();
        byte[] content = new byte[out.remaining()];
        out.get(content);
        return framed(PUBLISH << 4 | qos << 1, content);
    }

    static byte[] puback(int id) {
        return new byte[] {PUBACK << 4, 2, (byte) (id >> 8), (byte) id};
    }

    static byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] framed(int header, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(header);
        int length = content.length;
        do {
            int digit = length & 0x7F;
            length >>>= 7;
            out.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
