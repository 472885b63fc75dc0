// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.ArrayList;
import java.util.List;

/** A distribution as it comes in, in bins that are fine in the middle and wide far out, of which a few equal ones are made. */
final class Sketch {
    private static final int FINE = 160;
    private static final double FARTHEST = 1e4;
    private static final double SPAN = asinh(FARTHEST);
    private static final double OUTSIDE = 0.01;

    private final int[] counts = new int[FINE];
    private long samples;

    void add(double x) {
        int bin = (int) ((asinh(x) / SPAN + 1) / 2 * FINE);
        counts[Math.max(0, Math.min(FINE - 1, bin))]++;
        samples++;
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log(size + Math.sqrt(size * size + 1)), x);
    }

    private static double edge(int bin) {
        return Math.sinh((2.0 * bin / FINE - 1) * SPAN);
    }

    /** Bins that hold about as much each. */
    Shares shares() {
        List<Double> edges = new ArrayList<>();
        List<Double> held = new ArrayList<>();
        long sum = 0;
        long bin = 0;
        for (int i = 0; i < FINE; i++) {
            sum += counts[i];
            bin += counts[i];
            boolean full = bin * Shares.BINS >= samples && samples - sum > 0;
            if (full) {
                edges.add(edge(i + 1));
                held.add((double) bin);
                bin = 0;
            }
        }
        held.add((double) bin);
        return held.size() < 3 ? walled() : normalised(edges, held);
    }

    /** A sensor that rests fills one or two bins; what leaves them must show. */
    private Shares walled() {
        int first = 0;
        int last = FINE - 1;
        while (first < last && counts[first] == 0) {
            first++;
        }
        while (last > first && counts[last] == 0) {
            last--;
        }
        return new Shares(List.of(edge(first), edge(last + 1)), List.of(OUTSIDE, 1 - 2 * OUTSIDE, OUTSIDE));
    }

    private static Shares normalised(List<Double> edges, List<Double> held) {
        double all = held.stream().mapToDouble(Double::doubleValue).sum();
        return new Shares(edges, held.stream().map(one -> one / all).toList());
    }
}
