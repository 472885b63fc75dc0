// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * Many numbers to one, there and back. Of several greatest ones the first has the slope.
 *
 * @param groups for each number of the output the places that it is made of; of none, it is 0
 */
record PoolMove(PoolLayer.Kind kind, int power, int[][] groups, Span out) implements Tape.Move {

    @Override
    public void forward(double[] values) {
        for (int i = 0; i < groups.length; i++) {
            values[out.from() + i] = groups[i].length == 0 ? 0 : pooled(values, groups[i]);
        }
    }

    private double pooled(double[] values, int[] group) {
        if (kind == PoolLayer.Kind.MAX) {
            return values[greatest(values, group)];
        }
        double sum = 0;
        for (int source : group) {
            sum += kind == PoolLayer.Kind.PNORM ? Math.pow(Math.abs(values[source]), power) : values[source];
        }
        return switch (kind) {
            case AVG -> sum / group.length;
            case PNORM -> Math.pow(sum, 1.0 / power);
            default -> sum;
        };
    }

    private static int greatest(double[] values, int[] group) {
        int best = group[0];
        for (int source : group) {
            best = values[source] > values[best] ? source : best;
        }
        return best;
    }

    @Override
    public void back(double[] values, double[] slopes) {
        for (int i = 0; i < groups.length; i++) {
            double slope = slopes[out.from() + i];
            if (slope != 0 && groups[i].length > 0) {
                back(values, slopes, groups[i], slope, values[out.from() + i]);
            }
        }
    }

    private void back(double[] values, double[] slopes, int[] group, double slope, double pooled) {
        switch (kind) {
            case MAX -> slopes[greatest(values, group)] += slope;
            case PNORM -> {
                for (int source : group) {
                    double share = pooled == 0 ? 0 : Math.pow(Math.abs(values[source]) / pooled, power - 1);
                    slopes[source] += slope * Math.signum(values[source]) * share;
                }
            }
            case SUM, AVG -> {
                double part = kind == PoolLayer.Kind.AVG ? slope / group.length : slope;
                for (int source : group) {
                    slopes[source] += part;
                }
            }
        }
    }
}
