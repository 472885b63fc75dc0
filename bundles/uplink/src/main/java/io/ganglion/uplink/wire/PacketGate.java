// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Follows the packets of a stream by their headers, and ends it at one that claims to be too long: Paho would allocate
 * whatever is claimed before it looks. A time-out of the stream below may strike anywhere; all state survives it. Not
 * thread-safe.
 */
final class PacketGate extends FilterInputStream {
    private final int limit;
    /** Bytes of the packet that are still to come; -1 at its type, -2 within its length. */
    private long rest = -1;

    private long claimed;
    private int shift;

    PacketGate(InputStream in, int limit) {
        super(new BufferedInputStream(in, 16 * 1024));
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            follow(next);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (rest <= 0) {
            int next = read();
            if (next < 0) {
                return -1;
            }
            target[offset] = (byte) next;
            return 1;
        }
        int read = in.read(target, offset, (int) Math.min(length, rest));
        rest -= Math.max(0, read);
        if (rest == 0) {
            rest = -1;
        }
        return read;
    }

    private void follow(int next) throws IOException {
        if (rest > 0) {
            rest--;
        } else if (rest == -1) {
            rest = -2;
            claimed = 0;
            shift = 0;
            return;
        } else {
            claimed |= (long) (next & 0x7F) << shift;
            shift += 7;
            if ((next & 0x80) == 0) {
                rest = claimed;
            } else if (shift == 28) {
                throw new IOException("not MQTT: a packet's length takes more than 4 bytes");
            }
            if (claimed > limit) {
                throw new IOException("a packet of " + claimed + " bytes is longer than max_packet_bytes " + limit);
            }
        }
        if (rest == 0) {
            rest = -1;
        }
    }

    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("packets are read, not skipped");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
