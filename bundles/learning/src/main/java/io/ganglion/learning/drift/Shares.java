// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.util.List;

/**
 * A distribution in a few bins.
 *
 * @param edges between the bins, rising; bin {@code i} holds what lies above {@code edges[i-1]} and up to {@code edges[i]}
 * @param shares one more than there are edges, each above 0, together 1
 */
public record Shares(List<Double> edges, List<Double> shares) {
    /** Bins of a distribution that is made here. */
    static final int BINS = 10;

    private static final int BIN_LIMIT = 64;

    public Shares {
        edges = List.copyOf(edges);
        shares = List.copyOf(shares);
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (shares.size() != edges.size() + 1 || shares.size() > BIN_LIMIT || !(Math.abs(sum - 1) < 1e-6)) {
            throw new IllegalArgumentException("a distribution has one share more than edges, at most " + BIN_LIMIT
                    + ", together 1: edges=" + edges.size() + " shares=" + shares.size() + " sum=" + sum);
        }
        if (!edges.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("edges are finite: edges=" + edges);
        }
        for (int i = 0; i < shares.size(); i++) {
            if (!(shares.get(i) > 0) || (i > 0 && i < edges.size() && !(edges.get(i - 1) < edges.get(i)))) {
                throw new IllegalArgumentException(
                        "edges rise and shares are above 0: edges=" + edges + " shares=" + shares);
            }
        }
    }

    double[] edgeArray() {
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] shareArray() {
        return shares.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
