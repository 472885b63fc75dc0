// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.util.BitSet;
import java.util.List;

/**
 * One healthy device: its rows, and what the network will see of each before it is normalised.
 *
 * @param rows in order of time
 * @param averages shape {@code [rows][inputs]}: each input averaged over the window that ends with the row, then
 *     transformed; {@code NaN} where absent
 * @param fitEnd rows before this are learned from
 * @param checkEnd rows from {@code fitEnd} to before this are held out to stop and to set the threshold
 * @param begins shape {@code [rows]}: where the unbroken stretch that a row stands in begins
 * @param refuted rows on which somebody said that an alert was wrong
 */
record Series(List<Observation> rows, double[][] averages, int fitEnd, int checkEnd, int[] begins, BitSet refuted) {
    /** A pause of more than so many expected periods breaks a stretch: what lies beyond it is another time. */
    private static final int PAUSE = 5;

    static Series of(Recipe recipe, Split split, List<Observation> rows) {
        return of(recipe, split, rows, new BitSet());
    }

    /** @throws IllegalArgumentException where the rows are not in order of time, or lack an attribute of the recipe */
    static Series of(Recipe recipe, Split split, List<Observation> rows, BitSet refuted) {
        int fitEnd = 0;
        int checkEnd = 0;
        for (int row = 0; row < rows.size(); row++) {
            long time = rows.get(row).time();
            if (row > 0 && time < rows.get(row - 1).time()) {
                throw new IllegalArgumentException(
                        "rows of " + rows.get(row).device() + " are not in order of time: row=" + row);
            }
            fitEnd += time < split.fitEnd() ? 1 : 0;
            checkEnd += time < split.checkEnd() ? 1 : 0;
        }
        int[] begins = begins(rows);
        return new Series(rows, averages(recipe, rows, begins), fitEnd, checkEnd, begins, refuted);
    }

    private static int[] begins(List<Observation> rows) {
        int[] begins = new int[rows.size()];
        long pause = PAUSE * rows.get(0).contract().expectedPeriod().toNanos();
        for (int row = 1; row < begins.length; row++) {
            long silence = rows.get(row).time() - rows.get(row - 1).time();
            begins[row] = pause > 0 && silence > pause ? row : begins[row - 1];
        }
        return begins;
    }

    private static double[][] averages(Recipe recipe, List<Observation> rows, int[] begins) {
        int[] columns = columns(recipe, rows.get(0).contract());
        double[][] averages = new double[rows.size()][columns.length];
        for (int row = 0; row < averages.length; row++) {
            List<Observation> window = rows.subList(Math.max(begins[row], row + 1 - recipe.window()), row + 1);
            for (int i = 0; i < columns.length; i++) {
                averages[row][i] = recipe.inputs().get(i).transformed(average(window, columns[i]));
            }
        }
        return averages;
    }

    private static double average(List<Observation> window, int column) {
        double sum = 0;
        int count = 0;
        for (Observation row : window) {
            if (row.isGood(column)) {
                sum += row.values()[column];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static int[] columns(Recipe recipe, Contract contract) {
        return recipe.inputs().stream()
                .mapToInt(input -> {
                    int column = contract.column(input.attribute());
                    if (column < 0) {
                        throw new IllegalArgumentException("contract " + contract.reference() + " has no attribute "
                                + input.attribute() + "; it has "
                                + contract.attributes().stream()
                                        .map(a -> a.name())
                                        .toList());
                    }
                    return column;
                })
                .toArray();
    }
}
