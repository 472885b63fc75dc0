// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import io.ganglion.api.series.Entity;
import io.ganglion.api.series.History;
import io.ganglion.api.series.Rows;
import io.ganglion.api.series.SeriesQuery;
import io.ganglion.api.series.SeriesQuery.Thinning;
import java.util.Arrays;
import java.util.List;

/**
 * Many rows as few numbers: one for each method and period.
 *
 * @param methods of {@link #METHODS}, at least one
 * @param period nanoseconds; 0 for one period over all
 */
public record Aggregation(List<String> methods, long period) {

    public static final List<String> METHODS = List.of("totalCount", "sum", "avg", "min", "max", "stddev", "sumsq");

    /** Those that the history works out itself, without handing over the rows. */
    private static final List<String> THINNED = List.of("avg", "min", "max");

    private static final int VALUES_LIMIT = 100_000;
    private static final long PERIOD_MOST = 10_000L * 86_400 * 1_000_000_000;
    private static final int PAGE = 10_000;
    private static final int ROWS_LIMIT = 2_000_000;

    public Aggregation {
        methods = List.copyOf(methods);
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            throw Problem.badData("aggrMethods are one or more of " + METHODS + ": " + methods);
        }
        if (period < 0 || period > PERIOD_MOST) {
            throw Problem.badData("aggrPeriodDuration must be 0 to 10000 days: " + period + " ns");
        }
    }

    /**
     * The answer for one entity.
     *
     * @param from where the first period begins, nanoseconds since the epoch
     * @param period its length
     * @param to where the last one ends
     * @param values shape {@code [methods][attributes][periods]}; {@code NaN} where a period has no rows
     */
    public record Table(long from, long period, long to, double[][][] values) {
        public long end(int slice) {
            return Math.min(to, from + (slice + 1) * period);
        }
    }

    /** Asks the history. From and to are those of the question; open ends are closed by what there is. */
    public Table of(History history, Entity entity, List<String> attributes, long from, long to) {
        long begin = begin(from, entity.first());
        long end = Math.max(begin, Math.min(to, entity.last() + 1));
        // A period ends where the question does, also where the last rows came earlier.
        long close = to < Long.MAX_VALUE ? Math.max(begin, to) : period > 0 ? Long.MAX_VALUE : end;
        long width = period > 0 ? period : Math.max(1, close - begin);
        long slices = (end - begin) / width + ((end - begin) % width > 0 ? 1 : 0);
        if (slices > VALUES_LIMIT || slices * attributes.size() * methods.size() > VALUES_LIMIT) {
            throw new Problem(
                    Problem.Kind.TOO_MANY_RESULTS,
                    "an answer has at most " + VALUES_LIMIT + " values: " + slices + " periods of " + attributes.size()
                            + " attributes. Take a longer aggrPeriodDuration, or less time");
        }
        Table table = new Table(begin, width, close, new double[methods.size()][][]);
        SeriesQuery all = new SeriesQuery(
                entity.contract().name(),
                entity.device(),
                attributes,
                begin,
                begin + Math.max(1, slices) * width,
                Thinning.OLDEST,
                (int) Math.max(1, slices));
        if (THINNED.containsAll(methods)) {
            for (int i = 0; i < methods.size(); i++) {
                Fold fold = new Fold(attributes.size(), (int) slices, begin, width);
                fold.add(history.query(thinned(all, methods.get(i))), end);
                table.values()[i] = fold.result(methods.get(i));
            }
        } else {
            Fold fold = readAll(history, all, end, new Fold(attributes.size(), (int) slices, begin, width));
            for (int i = 0; i < methods.size(); i++) {
                table.values()[i] = fold.result(methods.get(i));
            }
        }
        return table;
    }

    /** A period begins where the question does, also where the first rows come later. */
    private long begin(long from, long first) {
        if (period == 0 || from >= first) {
            return Math.max(from, first);
        }
        // Without a beginning, and before 1970, they are counted from 1970 on.
        long anchor = Math.max(from, Math.min(0, first));
        return anchor + (first - anchor) / period * period;
    }

    private static SeriesQuery thinned(SeriesQuery all, String method) {
        Thinning thinning =
                switch (method) {
                    case "min" -> Thinning.MINIMUM;
                    case "max" -> Thinning.MAXIMUM;
                    default -> Thinning.MEAN;
                };
        return new SeriesQuery(
                all.contract(), all.device(), all.attributes(), all.from(), all.to(), thinning, all.limit());
    }

    private static Fold readAll(History history, SeriesQuery all, long end, Fold fold) {
        long from = all.from();
        boolean more = from < end;
        for (int rows = 0; more; rows += PAGE) {
            if (rows >= ROWS_LIMIT) {
                throw new Problem(
                        Problem.Kind.TOO_MANY_RESULTS,
                        "more than " + ROWS_LIMIT
                                + " rows would have to be read. Ask for less time, or for avg, min, max");
            }
            Rows page = history.query(
                    new SeriesQuery(all.contract(), all.device(), all.attributes(), from, end, Thinning.OLDEST, PAGE));
            fold.add(page, end);
            more = page.more() && page.size() > 0;
            from = more ? page.times()[page.size() - 1] + 1 : from;
        }
        return fold;
    }

    /** Sums by attribute and period. */
    private static final class Fold {
        private final long from;
        private final long width;
        private final double[][] count;
        private final double[][] mean;
        private final double[][] squares;
        private final double[][] least;
        private final double[][] most;

        Fold(int attributes, int slices, long from, long width) {
            this.from = from;
            this.width = width;
            count = new double[attributes][slices];
            mean = new double[attributes][slices];
            squares = new double[attributes][slices];
            least = new double[attributes][slices];
            most = new double[attributes][slices];
        }

        void add(Rows rows, long end) {
            for (int row = 0; row < rows.size(); row++) {
                long time = rows.times()[row];
                if (time >= from && time < end) {
                    int slice = (int) ((time - from) / width);
                    for (int i = 0; i < count.length; i++) {
                        add(i, slice, rows.values()[row][i]);
                    }
                }
            }
        }

        /** Welford's way: exact enough for the deviation of large values that hardly differ. */
        private void add(int i, int slice, double value) {
            if (Double.isNaN(value)) {
                return;
            }
            double n = ++count[i][slice];
            double off = value - mean[i][slice];
            mean[i][slice] += off / n;
            squares[i][slice] += off * (value - mean[i][slice]);
            least[i][slice] = n == 1 ? value : Math.min(least[i][slice], value);
            most[i][slice] = n == 1 ? value : Math.max(most[i][slice], value);
        }

        double[][] result(String method) {
            double[][] result = new double[count.length][];
            for (int i = 0; i < count.length; i++) {
                result[i] = new double[count[i].length];
                Arrays.fill(result[i], Double.NaN);
                for (int slice = 0; slice < result[i].length; slice++) {
                    if (count[i][slice] > 0) {
                        result[i][slice] = result(method, i, slice);
                    }
                }
            }
            return result;
        }

        private double result(String method, int i, int slice) {
            double n = count[i][slice];
            double average = mean[i][slice];
            return switch (method) {
                case "totalCount" -> n;
                case "sum" -> n * average;
                case "min" -> least[i][slice];
                case "max" -> most[i][slice];
                case "stddev" -> Math.sqrt(squares[i][slice] / n);
                case "sumsq" -> squares[i][slice] + n * average * average;
                default -> average;
            };
        }
    }
}
