// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * Reads the head of a PUBLISH packet where it lies. One instance serves one connection, packet after packet. What is
 * malformed it leaves to the full decoder, which says what is wrong.
 */
final class Publish {

    private static final int CONTENT_TYPE = 0x03;
    private static final int TOPIC_ALIAS = 0x23;

    int qos;
    boolean retained;
    int topicIndex;
    int topicLength;
    int packetId;
    int bodyIndex;
    /** 0 for none. */
    int alias;

    String mediaType = "";

    private int cursor;

    /** False where the packet is not sound. */
    boolean read(ByteBuf in, int flags, int index, int end, boolean mqtt5) {
        qos = flags >> 1 & 3;
        retained = (flags & 1) != 0;
        packetId = 0;
        alias = 0;
        mediaType = "";
        if (qos == 3 || index + 2 > end) {
            return false;
        }
        topicLength = in.getUnsignedShort(index);
        topicIndex = index + 2;
        bodyIndex = topicIndex + topicLength;
        if (qos > 0) {
            if (bodyIndex + 2 > end) {
                return false;
            }
            packetId = in.getUnsignedShort(bodyIndex);
            bodyIndex += 2;
        }
        boolean sound = bodyIndex <= end && (qos == 0 || packetId != 0);
        return sound && (!mqtt5 || readProperties(in, end));
    }

    private boolean readProperties(ByteBuf in, int end) {
        cursor = bodyIndex;
        int length = variableLength(in, end);
        if (length < 0 || cursor + length > end) {
            return false;
        }
        bodyIndex = cursor + length;
        while (cursor < bodyIndex) {
            if (!readProperty(in, in.getUnsignedByte(cursor++))) {
                return false;
            }
        }
        return cursor == bodyIndex;
    }

    private boolean readProperty(ByteBuf in, int id) {
        switch (id) {
            case 0x01:
                cursor += 1;
                return true;
            case 0x02:
                cursor += 4;
                return true;
            case 0x08, 0x09:
                return skipText(in);
            case 0x0B:
                return variableLength(in, bodyIndex) >= 0;
            case 0x26:
                boolean name = skipText(in);
                return name && skipText(in);
            case CONTENT_TYPE:
                int at = cursor + 2;
                if (!skipText(in)) {
                    return false;
                }
                mediaType = in.toString(at, cursor - at, UTF_8);
                return true;
            case TOPIC_ALIAS:
                if (cursor + 2 > bodyIndex) {
                    return false;
                }
                alias = in.getUnsignedShort(cursor);
                cursor += 2;
                return alias != 0;
            default:
                return false;
        }
    }

    private boolean skipText(ByteBuf in) {
        if (cursor + 2 > bodyIndex) {
            return false;
        }
        cursor += 2 + in.getUnsignedShort(cursor);
        return cursor <= bodyIndex;
    }

    /** -1 where it does not end. */
    private int variableLength(ByteBuf in, int end) {
        int value = 0;
        for (int shift = 0; shift <= 21 && cursor < end; shift += 7) {
            int part = in.getUnsignedByte(cursor++);
            value |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        return -1;
    }
}
