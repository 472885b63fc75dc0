// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.model.Network;
import io.ganglion.inference.compiled.Differentiable;

/** The score of one look as a function of the network's input, and how it changes. Not thread-safe. */
interface RowScore {

    /** @param present the inputs that are present, a bit each */
    double at(double[] row, long present);

    /** @param into takes the change of {@link #at} with each number of the row */
    void slopes(double[] row, long present, double[] into);

    /** Exact slopes where the network knows its own, else small steps to both sides. */
    static RowScore of(Network network, int inputs) {
        if (network instanceof Differentiable known && known.gradient().isPresent()) {
            return new ExactSlopes(known.gradient().get(), network, inputs);
        }
        return new SteppedSlopes(network, inputs);
    }

    /** The mean squared difference between the newest step and what came back, over the inputs that are present. */
    static double error(double[] row, double[] out, int outFrom, long present, int inputs) {
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            double difference = row[row.length - inputs + i] - out[outFrom + i];
            sum += (present >>> i & 1) == 0 ? 0 : difference * difference;
        }
        return sum / Long.bitCount(present);
    }
}
