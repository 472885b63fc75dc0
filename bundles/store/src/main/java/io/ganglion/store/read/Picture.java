// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that keep the picture of one attribute. Up to {@value #EXACT} rows exactly as Steinarsson says (Downsampling Time
 * Series for Visual Representation, 2013); of more, first the least and the greatest of each of many short stretches
 * (MinMaxLTTB, Van Der Donckt and others, 2023), so that a year fits into little memory.
 */
final class Picture implements Thinner {

    static final int EXACT = 262_144;

    /** A point, and whether it came out of the quarantine. */
    private record Point(long time, double value, boolean replayed) {}

    private final int limit;
    private final int most;
    private long[] times = new long[1_024];
    private double[] values = new double[1_024];
    private boolean[] replayed = new boolean[1_024];
    private int size;
    /** Of so many points in turn, two stay. */
    private int stretch = 1;

    private int taken;
    private Point least;
    private Point greatest;

    Picture(int limit) {
        this(limit, EXACT);
    }

    Picture(int limit, int most) {
        this.limit = limit;
        this.most = Math.max(most, 8 * limit);
    }

    @Override
    public boolean take(Run row) {
        double value = row.value(0);
        if (!Double.isNaN(value)) {
            put(row.time(), value, row.replayed());
        }
        return true;
    }

    void put(long time, double value, boolean mark) {
        if (size >= most) {
            halve();
        }
        if (stretch == 1) {
            append(time, value, mark);
            return;
        }
        Point point = new Point(time, value, mark);
        least = least == null || value < least.value ? point : least;
        greatest = greatest == null || value > greatest.value ? point : greatest;
        if (++taken == stretch) {
            flush();
        }
    }

    private void flush() {
        if (least != null) {
            Point first = least.time <= greatest.time ? least : greatest;
            Point second = first == least ? greatest : least;
            append(first.time, first.value, first.replayed);
            if (second != first) {
                append(second.time, second.value, second.replayed);
            }
        }
        least = null;
        greatest = null;
        taken = 0;
    }

    private void append(long time, double value, boolean mark) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            replayed = Arrays.copyOf(replayed, 2 * size);
        }
        times[size] = time;
        values[size] = value;
        replayed[size++] = mark;
    }

    /** Of each four points, the least and the greatest stay, in their order. */
    private void halve() {
        int kept = 0;
        for (int i = 0; i < size; i += 4) {
            int low = i;
            int high = i;
            for (int j = i + 1; j < Math.min(size, i + 4); j++) {
                low = values[j] < values[low] ? j : low;
                high = values[j] > values[high] ? j : high;
            }
            move(Math.min(low, high), kept++);
            if (low != high) {
                move(Math.max(low, high), kept++);
            }
        }
        size = kept;
        stretch *= stretch == 1 ? 4 : 2;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        values[to] = values[from];
        replayed[to] = replayed[from];
    }

    @Override
    public Rows rows(List<String> attributes) {
        flush();
        Table table = new Table();
        for (int i : choose(times, values, size, limit)) {
            table.add(times[i], new double[] {values[i]}, replayed[i]);
        }
        return table.rows(attributes, false);
    }

    /** Largest triangle three buckets: which of the first {@code size} points keep the picture. */
    static List<Integer> choose(long[] times, double[] values, int size, int limit) {
        List<Integer> chosen = new ArrayList<>(Math.min(size, limit));
        if (size <= limit) {
            for (int i = 0; i < size; i++) {
                chosen.add(i);
            }
            return chosen;
        }
        chosen.add(0);
        if (limit == 1) {
            return chosen;
        }
        // The first and the last point are buckets of their own.
        double bucket = limit == 2 ? 0 : (double) (size - 2) / (limit - 2);
        int before = 0;
        for (int i = 0; i < limit - 2; i++) {
            int from = 1 + (int) (i * bucket);
            int to = 1 + (int) ((i + 1) * bucket);
            int next = Math.min(size, 1 + (int) ((i + 2) * bucket));
            before = largest(times, values, before, from, to, i == limit - 3 ? size : next);
            chosen.add(before);
        }
        chosen.add(size - 1);
        return chosen;
    }

    /** Of the points {@code from} to {@code to}, the one that spans the largest triangle with its two neighbours. */
    private static int largest(long[] times, double[] values, int before, int from, int to, int next) {
        double meanTime = 0;
        double meanValue = 0;
        for (int j = to; j < next; j++) {
            // Relative, or a double would not tell nanoseconds apart.
            meanTime += times[j] - times[before];
            meanValue += values[j];
        }
        meanTime /= next - to;
        meanValue /= next - to;
        int largest = from;
        double area = -1;
        for (int j = from; j < to; j++) {
            double candidate = Math.abs(meanTime * (values[j] - values[before])
                    - (times[j] - times[before]) * (meanValue - values[before]));
            if (candidate > area) {
                area = candidate;
                largest = j;
            }
        }
        return largest;
    }
}
