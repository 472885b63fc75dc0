// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import io.ganglion.api.model.Network;

/**
 * By central differences, for a network of another engine, of which nothing is known but what comes out. Such a network
 * counts in single precision, so the step is a compromise: with one of 0.01 deviations a slope is off by some 1e-4 of
 * itself, and near a kink by more.
 */
final class SteppedSlopes implements RowScore {
    private static final float STEP = 0.01f;

    private final Network network;
    private final Network.Runner runner;
    private final int inputs;
    private final float[] in;
    private final float[] out;

    SteppedSlopes(Network network, int inputs) {
        this.network = network;
        this.runner = network.newRunner();
        this.inputs = inputs;
        this.in = new float[2 * network.inputs() * network.inputs()];
        this.out = new float[2 * network.inputs() * network.outputs()];
    }

    @Override
    public double at(double[] row, long present) {
        fill(row, 0);
        runner.run(in, 1, out);
        return error(0, present);
    }

    @Override
    public void slopes(double[] row, long present, double[] into) {
        int wide = row.length;
        for (int i = 0; i < wide; i++) {
            fill(row, 2 * i);
            fill(row, 2 * i + 1);
            in[2 * i * wide + i] += STEP;
            in[(2 * i + 1) * wide + i] -= STEP;
        }
        runner.run(in, 2 * wide, out);
        for (int i = 0; i < wide; i++) {
            double apart = (double) in[2 * i * wide + i] - in[(2 * i + 1) * wide + i];
            into[i] = (error(2 * i, present) - error(2 * i + 1, present)) / apart;
        }
    }

    private void fill(double[] row, int to) {
        for (int i = 0; i < row.length; i++) {
            in[to * row.length + i] = (float) row[i];
        }
    }

    private double error(int at, long present) {
        int newest = (at + 1) * network.inputs() - inputs;
        int given = (at + 1) * network.outputs() - inputs;
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            double difference = (double) in[newest + i] - out[given + i];
            sum += (present >>> i & 1) == 0 ? 0 : difference * difference;
        }
        return sum / Long.bitCount(present);
    }
}
