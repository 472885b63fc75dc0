// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow. Not thread-safe. */
public final class ByteSink {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ByteSink(int room) {
        bytes = new byte[Math.max(16, room)];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes themselves, of which the first {@link #size()} count. */
    public byte[] array() {
        return bytes;
    }

    public void put(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void put(byte[] more, int from, int length) {
        ensure(length);
        System.arraycopy(more, from, bytes, size, length);
        size += length;
    }

    /** Eight bytes, least first. */
    public void putLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /** Seven bits a byte: small numbers are short. Negative ones take ten bytes. */
    public void putVar(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** As {@link #putVar}, and numbers near zero are short on either side of it. */
    public void putSigned(long value) {
        putVar(value << 1 ^ value >> 63);
    }

    public void putText(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        putVar(encoded.length);
        put(encoded, 0, encoded.length);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }
}
