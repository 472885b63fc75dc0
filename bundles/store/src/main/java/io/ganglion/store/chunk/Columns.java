// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one device and one contract's version, turned by a quarter.
 *
 * @param times shape {@code [rows]}, nanoseconds since the epoch, ascending; rows of one time in the order of arrival
 * @param replayed shape {@code [rows]}
 * @param values shape {@code [attributes][rows]}
 * @param texts shape {@code [text attributes][rows]}
 */
public record Columns(long[] times, boolean[] replayed, double[][] values, String[][] texts) {

    /** @param rows in the order of arrival, at least one; all with as many values and texts as the first */
    public static Columns of(List<Row> rows) {
        Row[] sorted = rows.toArray(Row[]::new);
        // Stable, and next to nothing where they came in order.
        Arrays.sort(sorted, (a, b) -> Long.compare(a.time(), b.time()));
        Row first = sorted[0];
        Columns columns =
                empty(sorted.length, first.values().length, first.texts().size());
        for (int i = 0; i < sorted.length; i++) {
            columns.set(i, sorted[i]);
        }
        return columns;
    }

    /** @param parts in the order of arrival, at least one; all with as many values and texts as the first */
    public static Columns of(Columns... parts) {
        int size = parts[0].size();
        boolean inOrder = true;
        for (int i = 1; i < parts.length; i++) {
            long[] before = parts[i - 1].times;
            inOrder &= before[before.length - 1] <= parts[i].times[0];
            size += parts[i].size();
        }
        if (!inOrder) {
            List<Row> rows = new ArrayList<>(size);
            for (Columns part : parts) {
                for (int i = 0; i < part.size(); i++) {
                    rows.add(part.row(i));
                }
            }
            return of(rows);
        }
        Columns whole = empty(size, parts[0].values.length, parts[0].texts.length);
        int at = 0;
        for (Columns part : parts) {
            part.copy(whole, at);
            at += part.size();
        }
        return whole;
    }

    private void copy(Columns whole, int at) {
        System.arraycopy(times, 0, whole.times, at, size());
        System.arraycopy(replayed, 0, whole.replayed, at, size());
        for (int a = 0; a < values.length; a++) {
            System.arraycopy(values[a], 0, whole.values[a], at, size());
        }
        for (int t = 0; t < texts.length; t++) {
            System.arraycopy(texts[t], 0, whole.texts[t], at, size());
        }
    }

    private static Columns empty(int rows, int attributes, int texts) {
        return new Columns(new long[rows], new boolean[rows], new double[attributes][rows], new String[texts][rows]);
    }

    private void set(int i, Row row) {
        times[i] = row.time();
        replayed[i] = row.replayed();
        for (int a = 0; a < values.length; a++) {
            values[a][i] = row.values()[a];
        }
        for (int t = 0; t < texts.length; t++) {
            texts[t][i] = row.texts().get(t);
        }
    }

    public int size() {
        return times.length;
    }

    public Row row(int i) {
        double[] row = new double[values.length];
        for (int a = 0; a < row.length; a++) {
            row[a] = values[a][i];
        }
        String[] words = new String[texts.length];
        for (int t = 0; t < words.length; t++) {
            words[t] = texts[t][i];
        }
        return new Row(times[i], row, List.of(words), replayed[i]);
    }

    /** Rows {@code from} to before {@code to}. */
    public Columns part(int from, int to) {
        double[][] someValues = new double[values.length][];
        Arrays.setAll(someValues, a -> Arrays.copyOfRange(values[a], from, to));
        String[][] someTexts = new String[texts.length][];
        Arrays.setAll(someTexts, t -> Arrays.copyOfRange(texts[t], from, to));
        return new Columns(
                Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(replayed, from, to), someValues, someTexts);
    }
}
