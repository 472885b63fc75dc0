// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * A long short-term memory without peepholes, ready to run. Each row of weights is four blocks of {@code stride}, in
 * Deeplearning4j's order: candidate, forget gate, output gate, input gate. Immutable by agreement.
 *
 * @param inputs numbers a step
 * @param stride units rounded up to whole lanes; weights and bias are 0 there
 * @param weights shape {@code [inputs][4 * stride]}, or in panels
 * @param recurrent shape {@code [units][4 * stride]}, or in panels
 * @param bias shape {@code [4 * stride]}
 * @param curve of the candidate and of the cell on its way out
 * @param raised whether its weights and bias are those of {@code -2} times the candidate and {@code -1} times the gates
 */
record LstmCell(
        int inputs,
        int units,
        int stride,
        float[] weights,
        float[] recurrent,
        float[] bias,
        Curve curve,
        Curve gate,
        boolean raised) {

    static final int CANDIDATE = 0;
    static final int FORGET = 1;
    static final int OUTPUT = 2;
    static final int INPUT = 3;
    static final int BLOCKS = 4;

    /** Lays out coefficients: input weights, then recurrent weights, both {@code [4 * units][from]}, then the bias. */
    static LstmCell of(int inputs, int units, Weights weights, Curve curve, Curve gate, int lanes) {
        int stride = Affine.padded(units, lanes);
        return new LstmCell(
                inputs,
                units,
                stride,
                laid(weights.take(inputs * BLOCKS * units), inputs, units, stride),
                laid(weights.take(units * BLOCKS * units), units, units, stride),
                laid(weights.take(BLOCKS * units), 1, units, stride),
                curve,
                gate,
                false);
    }

    private static float[] laid(float[] columns, int rows, int units, int stride) {
        float[] laid = new float[rows * BLOCKS * stride];
        for (int block = 0; block < BLOCKS; block++) {
            for (int unit = 0; unit < units; unit++) {
                for (int row = 0; row < rows; row++) {
                    laid[(row * BLOCKS + block) * stride + unit] = columns[(block * units + unit) * rows + row];
                }
            }
        }
        return laid;
    }

    /**
     * Where its curves are tanh and sigmoid, as in almost every network: the same cell with the factors that their
     * exponentials ask for already in its coefficients. Twice a float is exact, so not a bit is lost.
     */
    LstmCell raise() {
        if (curve.kind() != Activation.TANH || gate.kind() != Activation.SIGMOID) {
            return this;
        }
        return new LstmCell(
                inputs, units, stride, multiplied(weights), multiplied(recurrent), multiplied(bias), curve, gate, true);
    }

    private float[] multiplied(float[] rows) {
        float[] multiplied = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            multiplied[i] = rows[i] * (i % (BLOCKS * stride) < stride ? -2 : -1);
        }
        return multiplied;
    }

    /**
     * The same cell with its weights in panels: {@code [4 * stride / panel][from][panel]}. See {@link Affine} for what that
     * spares.
     */
    LstmCell inPanels(int panel) {
        return new LstmCell(
                inputs,
                units,
                stride,
                panels(weights, inputs, panel),
                panels(recurrent, units, panel),
                bias,
                curve,
                gate,
                raised);
    }

    private float[] panels(float[] rows, int from, int panel) {
        int width = BLOCKS * stride;
        float[] laid = new float[rows.length];
        for (int row = 0; row < from; row++) {
            for (int column = 0; column < width; column += panel) {
                System.arraycopy(rows, row * width + column, laid, column * from + row * panel, panel);
            }
        }
        return laid;
    }
}
