// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;

/** Exact slopes of a network: a row forward, then backward as often as wanted. Not thread-safe; its arrays are its own. */
public final class Gradient {
    private final Tape tape;
    private final Span input;
    private final Span output;
    private final double[] values;
    private final double[] slopes;

    Gradient(Tape tape, Span input, Span output) {
        this.tape = tape;
        this.input = input;
        this.output = output;
        this.values = new double[tape.size()];
        this.slopes = new double[tape.size()];
    }

    /**
     * Runs a row.
     *
     * @param row shape {@code [inputs]}
     * @param out takes {@code [outputs]}
     */
    public void forward(double[] row, double[] out) {
        System.arraycopy(row, 0, values, input.from(), input.size());
        tape.moves().forEach(move -> move.forward(values));
        System.arraycopy(values, output.from(), out, 0, output.size());
    }

    /**
     * How the last row's outputs, each taken so often, change with each of its inputs.
     *
     * @param weights shape {@code [outputs]}
     * @param into takes {@code [inputs]}
     */
    public void back(double[] weights, double[] into) {
        Arrays.fill(slopes, 0);
        System.arraycopy(weights, 0, slopes, output.from(), output.size());
        for (int i = tape.moves().size() - 1; i >= 0; i--) {
            tape.moves().get(i).back(values, slopes);
        }
        System.arraycopy(slopes, input.from(), into, 0, input.size());
    }
}
