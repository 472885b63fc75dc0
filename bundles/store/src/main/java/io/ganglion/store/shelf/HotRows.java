// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.shelf;

import io.ganglion.store.chunk.Row;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Rows that are not sealed, in the order of arrival, as few arrays instead of many objects: what stays for seconds among
 * rows that go at once is what a collector would copy over and over. Rows are added, never changed, so that a
 * {@link #snapshot()} shares the arrays.
 */
final class HotRows extends AbstractList<Hot> implements RandomAccess {

    private int size;
    private long[] positions = new long[1];
    private long[] times = new long[1];
    private int[] contracts = new int[1];
    private boolean[] replayed = new boolean[1];
    /** Where a row's values begin; one more than rows. */
    private int[] starts = new int[2];

    private double[] values = new double[0];

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<String>[] texts = new List[1];

    HotRows() {}

    private HotRows(HotRows of) {
        size = of.size;
        positions = of.positions;
        times = of.times;
        contracts = of.contracts;
        replayed = of.replayed;
        starts = of.starts;
        values = of.values;
        texts = of.texts;
    }

    /** What is there now. */
    List<Hot> snapshot() {
        return new HotRows(this);
    }

    /** The rows from {@code from} on, in arrays of their own. */
    HotRows rest(int from) {
        HotRows rest = new HotRows();
        for (int i = from; i < size; i++) {
            rest.add(get(i));
        }
        return rest;
    }

    @Override
    public boolean add(Hot hot) {
        Row row = hot.row();
        int width = row.values().length;
        reserve(width);
        positions[size] = hot.position();
        times[size] = row.time();
        contracts[size] = hot.contract();
        replayed[size] = row.replayed();
        System.arraycopy(row.values(), 0, values, starts[size], width);
        starts[size + 1] = starts[size] + width;
        texts[size] = row.texts();
        size++;
        return true;
    }

    private void reserve(int width) {
        if (size == times.length) {
            int capacity = 2 * size;
            positions = Arrays.copyOf(positions, capacity);
            times = Arrays.copyOf(times, capacity);
            contracts = Arrays.copyOf(contracts, capacity);
            replayed = Arrays.copyOf(replayed, capacity);
            starts = Arrays.copyOf(starts, capacity + 1);
            texts = Arrays.copyOf(texts, capacity);
        }
        if (starts[size] + width > values.length) {
            values = Arrays.copyOf(values, Math.max(times.length * width, 2 * values.length));
        }
    }

    @Override
    public Hot get(int index) {
        Objects.checkIndex(index, size);
        Row row = new Row(
                times[index],
                Arrays.copyOfRange(values, starts[index], starts[index + 1]),
                texts[index],
                replayed[index]);
        return new Hot(positions[index], contracts[index], row);
    }

    @Override
    public int size() {
        return size;
    }
}
