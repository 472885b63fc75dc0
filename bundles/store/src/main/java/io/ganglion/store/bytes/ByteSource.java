// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what a {@link ByteSink} wrote. Not thread-safe. Where bytes are missing it throws
 * {@link IndexOutOfBoundsException}; whoever knows what the bytes were meant to be says so.
 */
public final class ByteSource {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    public ByteSource(byte[] bytes) {
        this(bytes, 0);
    }

    public ByteSource(byte[] bytes, int from) {
        this.bytes = bytes;
        at = from;
    }

    public boolean hasMore() {
        return at < bytes.length;
    }

    public int position() {
        return at;
    }

    public void skip(int count) {
        at += count;
    }

    public byte get() {
        return bytes[at++];
    }

    public byte[] get(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IndexOutOfBoundsException("bytes are missing: wanted=" + length + " left=" + (bytes.length - at));
        }
        byte[] part = java.util.Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return part;
    }

    public long getLong() {
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }

    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    public long getVar() {
        byte b = bytes[at++];
        long value = b & 0x7F;
        for (int shift = 7; b < 0; shift += 7) {
            b = bytes[at++];
            value |= (b & 0x7FL) << shift;
        }
        return value;
    }

    public long getSigned() {
        long value = getVar();
        return value >>> 1 ^ -(value & 1);
    }

    public int getCount() {
        long value = getVar();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("no count: " + value);
        }
        return (int) value;
    }

    public String getText() {
        return new String(get(getCount()), UTF_8);
    }
}
