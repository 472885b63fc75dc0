// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.store.chunk.ChunkCodec;
import io.ganglion.store.disk.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Rows that are sorted by time, with a place in them. Not thread-safe. */
abstract class Run {

    private final long first;
    private final long last;
    private final long rank;
    private final long from;
    private final long to;
    private long[] times;
    private boolean[] replayed;
    private double[][] values;
    private int at;
    private int end;
    private int step;

    /**
     * @param first the least time in it
     * @param last the greatest time in it
     * @param rank its place in the order of arrival
     * @param from rows before are left out
     * @param to rows from here on are left out
     */
    Run(long first, long last, long rank, long from, long to) {
        this.first = first;
        this.last = last;
        this.rank = rank;
        this.from = from;
        this.to = to;
    }

    /** Reads it, and calls {@link #set}. */
    abstract void load() throws SQLException;

    final void set(long[] times, boolean[] replayed, double[][] values) {
        this.times = times;
        this.replayed = replayed;
        this.values = values;
    }

    /** Stands at its first row of the question; false where there is none. */
    final boolean open(boolean backwards) throws SQLException {
        load();
        int begin = lowerBound(from);
        int stop = lowerBound(to);
        step = backwards ? -1 : 1;
        at = backwards ? stop - 1 : begin;
        end = backwards ? begin - 1 : stop;
        return begin < stop;
    }

    private int lowerBound(long time) {
        int found = Arrays.binarySearch(times, time);
        if (found < 0) {
            return -found - 1;
        }
        while (found > 0 && times[found - 1] == time) {
            found--;
        }
        return found;
    }

    final boolean move() {
        at += step;
        return at != end;
    }

    final long first() {
        return Math.max(first, from);
    }

    final long last() {
        return Math.min(last, to - 1);
    }

    final long rank() {
        return rank;
    }

    final long time() {
        return times[at];
    }

    final boolean replayed() {
        return replayed[at];
    }

    /** {@code NaN} where its version of the contract has no such attribute. */
    final double value(int column) {
        return values[column] == null ? Double.NaN : values[column][at];
    }

    final int columns() {
        return values.length;
    }

    /** A chunk, of which the columns asked for are read. */
    static Run of(Connection connection, Chunk chunk, int[] columns, long from, long to) {
        return new Run(chunk.first(), chunk.last(), chunk.seq(), from, to) {
            @Override
            void load() throws SQLException {
                int[] parts = new int[columns.length + 1];
                int count = 1;
                for (int column : columns) {
                    if (column >= 0) {
                        parts[count++] = 1 + column;
                    }
                }
                byte[][] read = chunk.read(connection, Arrays.copyOf(parts, count));
                ChunkCodec.Times head = ChunkCodec.times(read[0], chunk.rows());
                double[][] values = new double[columns.length][];
                int next = 1;
                for (int i = 0; i < columns.length; i++) {
                    values[i] = columns[i] < 0 ? null : ChunkCodec.values(read[next++], chunk.rows());
                }
                set(head.times(), head.replayed(), values);
            }
        };
    }

    /** Rows in memory. */
    static Run of(long[] times, boolean[] replayed, double[][] values, long from, long to) {
        return new Run(times[0], times[times.length - 1], Long.MAX_VALUE, from, to) {
            @Override
            void load() {
                set(times, replayed, values);
            }
        };
    }
}
