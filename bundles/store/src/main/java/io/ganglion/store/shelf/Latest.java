// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.store.bytes.ByteSink;
import io.ganglion.store.bytes.ByteSource;
import io.ganglion.store.chunk.Row;
import java.util.Arrays;
import java.util.List;

/**
 * The newest value of each attribute. Of two of one time the one that arrived later. Not thread-safe.
 */
public final class Latest {

    private final int contract;
    private final double[] values;
    private final long[] times;
    private long time = Long.MIN_VALUE;
    private boolean replayed;

    private Latest(int contract, int attributes) {
        this.contract = contract;
        values = new double[attributes];
        times = new long[attributes];
        Arrays.fill(values, Double.NaN);
        Arrays.fill(times, Long.MIN_VALUE);
    }

    /** Nothing yet. */
    public static Latest none() {
        return new Latest(0, 0);
    }

    /** The same under another version: what both versions call alike stays. */
    private Latest under(int version, Contract contract, List<Attribute> before) {
        Latest moved = new Latest(version, contract.attributes().size());
        moved.time = time;
        moved.replayed = replayed;
        for (int i = 0; i < values.length; i++) {
            int column = contract.column(before.get(i).name());
            if (column >= 0) {
                moved.values[column] = values[i];
                moved.times[column] = times[i];
            }
        }
        return moved;
    }

    /** This with more rows, in the order of arrival. */
    public Latest with(List<Hot> rows, Versions versions) {
        Latest latest = copy();
        for (Hot hot : rows) {
            if (hot.contract() != latest.contract) {
                List<Attribute> before = latest.contract == 0
                        ? List.of()
                        : versions.get(latest.contract).attributes();
                latest = latest.under(hot.contract(), versions.get(hot.contract()), before);
            }
            latest.take(hot.row());
        }
        return latest;
    }

    private void take(Row row) {
        if (row.time() >= time) {
            time = row.time();
            replayed = row.replayed();
        }
        for (int i = 0; i < values.length; i++) {
            if (row.time() >= times[i] && !Double.isNaN(row.values()[i])) {
                values[i] = row.values()[i];
                times[i] = row.time();
            }
        }
    }

    private Latest copy() {
        Latest copy = new Latest(contract, values.length);
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(times, 0, copy.times, 0, times.length);
        copy.time = time;
        copy.replayed = replayed;
        return copy;
    }

    /** The version of the contract, by its number; 0 where there is nothing. */
    public int contract() {
        return contract;
    }

    /** The greatest time of any row, {@link Long#MIN_VALUE} where there is none. */
    public long time() {
        return time;
    }

    public boolean replayed() {
        return replayed;
    }

    public double[] values() {
        return values.clone();
    }

    public byte[] encode() {
        ByteSink out = new ByteSink(32 + 16 * values.length);
        out.putVar(contract);
        out.putLong(time);
        out.put(replayed ? 1 : 0);
        out.putVar(values.length);
        for (int i = 0; i < values.length; i++) {
            out.putDouble(values[i]);
            out.putLong(times[i]);
        }
        return out.toArray();
    }

    public static Latest decode(byte[] bytes) {
        ByteSource in = new ByteSource(bytes);
        int contract = in.getCount();
        long time = in.getLong();
        boolean replayed = in.get() == 1;
        Latest latest = new Latest(contract, in.getCount());
        latest.time = time;
        latest.replayed = replayed;
        for (int i = 0; i < latest.values.length; i++) {
            latest.values[i] = in.getDouble();
            latest.times[i] = in.getLong();
        }
        return latest;
    }
}
