// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.inference.scoring.Sight;

/**
 * Integrated gradients (Sundararajan, Taly, Yan: Axiomatic attribution for deep networks, ICML 2017) of a score: along the
 * straight way from the device's mean, which is 0 in every input, to what was seen. What is absent stands on the mean, does
 * not move, and so has no part.
 *
 * <p>The integral is a sum over the middles of equal pieces; there are as many as it takes for the parts and the baseline to
 * add up to the score within {@value #TOLERANCE} of the way between the two, and {@value #MOST} at most.
 */
final class IntegratedGradients {
    static final double TOLERANCE = 1e-3;
    private static final int FEWEST = 16;
    private static final int MOST = 1_024;

    private final RowScore score;

    IntegratedGradients(RowScore score) {
        this.score = score;
    }

    Split split(Sight sight) {
        double baseline = 0;
        double reached = 0;
        int wide = sight.model().network().inputs();
        double[] row = new double[wide];
        for (int look = 0; look < sight.looks(); look++) {
            baseline += score.at(new double[wide], sight.present(look)) / sight.looks();
            copy(sight, look, row);
            reached += score.at(row, sight.present(look)) / sight.looks();
        }
        Split split = new Split(baseline, parts(sight, FEWEST));
        for (int pieces = 2 * FEWEST; pieces <= MOST && !complete(split, reached); pieces *= 2) {
            split = new Split(baseline, parts(sight, pieces));
        }
        return split;
    }

    private static boolean complete(Split split, double score) {
        return Math.abs(split.sum() - score) <= TOLERANCE * Math.abs(score - split.baseline());
    }

    private double[] parts(Sight sight, int pieces) {
        int inputs = sight.model().spec().inputs().size();
        int wide = sight.model().network().inputs();
        double[] parts = new double[inputs];
        double[] row = new double[wide];
        double[] at = new double[wide];
        double[] slopes = new double[wide];
        double weight = 1.0 / pieces / sight.looks();
        for (int look = 0; look < sight.looks(); look++) {
            copy(sight, look, row);
            for (int piece = 0; piece < pieces; piece++) {
                double share = (piece + 0.5) / pieces;
                for (int i = 0; i < wide; i++) {
                    at[i] = share * row[i];
                }
                score.slopes(at, sight.present(look), slopes);
                for (int i = 0; i < wide; i++) {
                    parts[i % inputs] += weight * row[i] * slopes[i];
                }
            }
        }
        return parts;
    }

    private static void copy(Sight sight, int look, double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = sight.rows()[look * row.length + i];
        }
    }
}
