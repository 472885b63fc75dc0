// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A column's bytes as they lie on the disk: a mark, the length before, a checksum, and the bytes, deflated where that pays.
 * SQLite has no checksum of its own over a page.
 */
final class Packing {

    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;
    private static final int HEAD = 9;
    /** More is no column that we wrote: 4 bytes would hold a length that no memory has. */
    private static final int LIMIT = 64 << 20;
    /** One part in this many must be saved: else reading costs more than room. */
    private static final int WORTH = 16;

    private Packing() {}

    /** @param deflater in raw form; without one the bytes stay as they are */
    static byte[] pack(ByteSink column, Deflater deflater) {
        int length = column.size();
        byte[] packed = new byte[HEAD + length];
        int size = length;
        int mark = PLAIN;
        if (deflater != null) {
            deflater.reset();
            deflater.setInput(column.array(), 0, length);
            deflater.finish();
            int deflated = deflater.deflate(packed, HEAD, length - length / WORTH);
            if (deflater.finished()) {
                size = deflated;
                mark = DEFLATED;
            }
        }
        if (mark == PLAIN) {
            System.arraycopy(column.array(), 0, packed, HEAD, length);
        }
        packed[0] = (byte) mark;
        putInt(packed, 1, length);
        putInt(packed, 5, checksum(packed, size));
        return Arrays.copyOf(packed, HEAD + size);
    }

    /** @throws Damaged where the bytes are not those that were written */
    static byte[] unpack(byte[] packed) {
        if (packed.length < HEAD) {
            throw new Damaged("a column is cut off: bytes=" + packed.length);
        }
        int length = getInt(packed, 1);
        if (getInt(packed, 5) != checksum(packed, packed.length - HEAD) || length < 0 || length > LIMIT) {
            throw new Damaged("a column's checksum is wrong: bytes=" + packed.length);
        }
        if (packed[0] == PLAIN) {
            return Arrays.copyOfRange(packed, HEAD, packed.length);
        }
        byte[] bytes = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, HEAD, packed.length - HEAD);
            if (inflater.inflate(bytes) != length) {
                throw new Damaged("a column is cut off: bytes=" + packed.length);
            }
        } catch (DataFormatException e) {
            throw new Damaged("a column cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
        return bytes;
    }

    private static int checksum(byte[] packed, int size) {
        CRC32C crc = new CRC32C();
        crc.update(packed, 0, 5);
        crc.update(packed, HEAD, size);
        return (int) crc.getValue();
    }

    private static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static int getInt(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }
}
