// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.model.Network;
import io.ganglion.inference.compiled.Gradient;

/** By going backwards through the layers. */
final class ExactSlopes implements RowScore {
    private final Gradient gradient;
    private final int inputs;
    private final double[] out;
    private final double[] weights;

    ExactSlopes(Gradient gradient, Network network, int inputs) {
        this.gradient = gradient;
        this.inputs = inputs;
        this.out = new double[network.outputs()];
        this.weights = new double[network.outputs()];
    }

    @Override
    public double at(double[] row, long present) {
        gradient.forward(row, out);
        return RowScore.error(row, out, out.length - inputs, present, inputs);
    }

    @Override
    public void slopes(double[] row, long present, double[] into) {
        gradient.forward(row, out);
        int newest = row.length - inputs;
        int given = out.length - inputs;
        double factor = 2.0 / Long.bitCount(present);
        for (int i = 0; i < inputs; i++) {
            boolean there = (present >>> i & 1) != 0;
            weights[given + i] = there ? -factor * (row[newest + i] - out[given + i]) : 0;
        }
        gradient.back(weights, into);
        for (int i = 0; i < inputs; i++) {
            into[newest + i] -= weights[given + i];
        }
    }
}
