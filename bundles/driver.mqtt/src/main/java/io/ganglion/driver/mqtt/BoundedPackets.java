// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * MQTT packets as they come, none longer than a limit: what a publish has beyond it is read and thrown away, and its
 * length is rewritten.
 *
 * <p>Paho allocates whatever length a packet claims, up to 268 MB, before the first byte is looked at. Cut here, a huge
 * message still reaches the node, which refuses it by size; refusing it here would make the broker send it for ever. A
 * time-out of the stream below may strike anywhere: all state survives it. Not thread-safe.
 */
final class BoundedPackets extends InputStream {
    private static final int HEADER_LIMIT = 5;

    private final InputStream in;
    private final int limit;
    private final byte[] scrap = new byte[8 * 1024];
    private final byte[] header = new byte[HEADER_LIMIT];
    private int headerRead;
    private int headerLength;
    private int headerShown;
    private long body;
    private long surplus;

    /** @param limit bytes of a packet behind its fixed header */
    BoundedPackets(InputStream in, int limit) {
        this.in = new BufferedInputStream(in, 16 * 1024);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (headerShown == headerLength && body == 0 && !readHeader()) {
            return -1;
        }
        if (headerShown < headerLength) {
            int shown = Math.min(length, headerLength - headerShown);
            System.arraycopy(header, headerShown, target, offset, shown);
            headerShown += shown;
            return shown;
        }
        int read = in.read(target, offset, (int) Math.min(length, body));
        body -= Math.max(0, read);
        return read;
    }

    /** Skips what was cut off the last packet, then reads the type and length of the next; false at the end. */
    private boolean readHeader() throws IOException {
        while (surplus > 0) {
            // Not skip(): where it times out, nobody knows how far it got.
            int read = in.read(scrap, 0, (int) Math.min(scrap.length, surplus));
            if (read < 0) {
                return false;
            }
            surplus -= read;
        }
        headerLength = 0;
        headerShown = 0;
        while (headerRead < 2 || (header[headerRead - 1] & 0x80) != 0) {
            if (headerRead == HEADER_LIMIT) {
                throw new IOException("not MQTT: a packet's length takes more than 4 bytes");
            }
            int next = in.read();
            if (next < 0) {
                return false;
            }
            header[headerRead++] = (byte) next;
        }
        accept();
        return true;
    }

    private void accept() {
        long claimed = 0;
        for (int i = headerRead - 1; i > 0; i--) {
            claimed = claimed << 7 | header[i] & 0x7F;
        }
        body = Math.min(claimed, limit);
        surplus = claimed - body;
        headerLength = 1;
        for (long rest = body; headerLength == 1 || rest > 0; rest >>>= 7) {
            header[headerLength++] = (byte) (rest > 0x7F ? rest & 0x7F | 0x80 : rest);
        }
        headerRead = 0;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, headerLength - headerShown + Math.min(body, in.available()));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
