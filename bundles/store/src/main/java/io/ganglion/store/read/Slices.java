// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store.read;

import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.util.Arrays;
import java.util.List;

/** One value for each slice of the time, where there are more rows than wanted; values that are absent do not count. */
final class Slices implements Thinner {

    private final Thinning thinning;
    private final long from;
    private final long width;
    private final int limit;
    private final Table whole = new Table();
    private final Table slices = new Table();
    private long slice = -1;
    private double[] sums;
    private int[] counts;
    private boolean tooMany;

    Slices(SeriesQuery query) {
        thinning = query.thinning();
        limit = query.limit();
        from = query.from();
        // Unsigned: from the first to the last nanosecond there is takes 64 bits.
        width = Long.divideUnsigned(Math.max(query.to() - 1, from) - from, limit) + 1;
    }

    @Override
    public boolean take(Run row) {
        if (!tooMany) {
            tooMany = whole.size() == limit;
            if (tooMany) {
                whole.clear();
            } else {
                whole.add(row);
            }
        }
        long index = Long.divideUnsigned(row.time() - from, width);
        if (index != slice) {
            finish();
            slice = index;
            sums = new double[row.columns()];
            Arrays.fill(sums, Double.NaN);
            counts = new int[row.columns()];
        }
        for (int i = 0; i < sums.length; i++) {
            combine(i, row.value(i));
        }
        return true;
    }

    private void combine(int column, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        double sum = sums[column];
        if (counts[column]++ == 0) {
            sums[column] = value;
            return;
        }
        sums[column] = switch (thinning) {
            case MINIMUM -> Math.min(sum, value);
            case MAXIMUM -> Math.max(sum, value);
            default -> sum + value;};
    }

    private void finish() {
        if (sums == null) {
            return;
        }
        if (thinning == Thinning.MEAN) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] /= counts[i];
            }
        }
        slices.add(from + slice * width, sums, false);
    }

    @Override
    public Rows rows(List<String> attributes) {
        if (!tooMany) {
            return whole.rows(attributes, false);
        }
        finish();
        return slices.rows(attributes, false);
    }
}
