// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;
import java.util.zip.Deflater;

/**
 * Columns to bytes and back, each on its own, so that a question for one attribute reads that attribute. Part 0 holds the
 * times and the marks of replay, then come the attributes, then the texts. Not thread-safe for writing.
 */
public final class ChunkCodec {

    /** The part with times and marks. */
    public static final int TIMES = 0;

    private final ByteSink sink = new ByteSink(16 << 10);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    /** @param small whether the bytes are for a short while only, and not worth a deflater's work */
    public byte[][] encode(Columns columns, boolean small) {
        int values = columns.values().length;
        byte[][] parts = new byte[1 + values + columns.texts().length][];
        sink.clear();
        TimeColumn.write(columns.times(), sink);
        boolean marked = Marks.count(columns.replayed()) > 0;
        sink.put(marked ? 1 : 0);
        if (marked) {
            Marks.write(columns.replayed(), sink);
        }
        parts[TIMES] = pack(small);
        for (int i = 0; i < values; i++) {
            sink.clear();
            NumberColumn.write(columns.values()[i], sink);
            parts[1 + i] = pack(small);
        }
        for (int i = 0; i < columns.texts().length; i++) {
            sink.clear();
            TextColumn.write(columns.texts()[i], sink);
            parts[1 + values + i] = pack(small);
        }
        return parts;
    }

    private byte[] pack(boolean small) {
        return Packing.pack(sink, small ? null : deflater);
    }

    /** Times and marks of replay. */
    public record Times(long[] times, boolean[] replayed) {}

    public static Times times(byte[] part, int rows) {
        ByteSource in = new ByteSource(Packing.unpack(part));
        long[] times = TimeColumn.read(in, rows);
        return new Times(times, in.get() == 1 ? Marks.read(in, rows) : new boolean[rows]);
    }

    public static double[] values(byte[] part, int rows) {
        return NumberColumn.read(new ByteSource(Packing.unpack(part)), rows);
    }

    public static Columns decode(byte[][] parts, int rows, int attributes) {
        Times times = times(parts[TIMES], rows);
        double[][] values = new double[attributes][];
        for (int i = 0; i < attributes; i++) {
            values[i] = values(parts[1 + i], rows);
        }
        String[][] texts = new String[parts.length - 1 - attributes][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = TextColumn.read(new ByteSource(Packing.unpack(parts[1 + attributes + i])), rows);
        }
        return new Columns(times.times(), times.replayed(), values, texts);
    }

    /** Parts as one: for a chunk so small that rows of the database would cost more than what is in them. */
    public static byte[] join(byte[][] parts) {
        ByteSink out = new ByteSink(256);
        out.putVar(parts.length);
        for (byte[] part : parts) {
            out.putVar(part.length);
            out.put(part, 0, part.length);
        }
        return out.toArray();
    }

    public static byte[][] split(byte[] joined) {
        ByteSource in = new ByteSource(joined);
        byte[][] parts = new byte[in.getCount()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = in.get(in.getCount());
        }
        return parts;
    }
}
