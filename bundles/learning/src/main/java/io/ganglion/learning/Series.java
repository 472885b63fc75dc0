// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.util.List;

/**
 * One healthy device: its rows, and what the network will see of each before it is normalised.
 *
 * @param rows in order of time
 * @param averages shape {@code [rows][inputs]}: each input averaged over the window that ends with the row, then
 *     transformed; {@code NaN} where absent
 * @param fitEnd rows before this are learned from
 * @param checkEnd rows from {@code fitEnd} to before this are held out to stop and to set the threshold
 */
record Series(List<Observation> rows, double[][] averages, int fitEnd, int checkEnd) {

    /** @throws IllegalArgumentException where the rows are not in order of time, or lack an attribute of the recipe */
    static Series of(Recipe recipe, Split split, List<Observation> rows) {
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
        return new Series(rows, averages(recipe, rows), fitEnd, checkEnd);
    }

    private static double[][] averages(Recipe recipe, List<Observation> rows) {
        int[] columns = columns(recipe, rows.get(0).contract());
        double[][] averages = new double[rows.size()][columns.length];
        for (int row = 0; row < averages.length; row++) {
            List<Observation> window = rows.subList(Math.max(0, row + 1 - recipe.window()), row + 1);
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
