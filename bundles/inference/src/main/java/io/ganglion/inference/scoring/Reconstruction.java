// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.scoring;

/** How far a network's output is from its input. */
final class Reconstruction {
    /** An error counts as no more than this, and neither as infinite nor as no number. */
    private static final double ERROR_LIMIT = 1e30;

    private Reconstruction() {}

    /**
     * Splits a row's score over its inputs: the mean of the squared differences over the inputs that were present.
     *
     * @param present the inputs that were present, a bit each; at least one
     * @param errors takes each input's part, 0 for an absent one
     */
    static void split(float[] in, int inFrom, float[] out, int outFrom, long present, double[] errors, int inputs) {
        double weight = 1.0 / Long.bitCount(present);
        for (int i = 0; i < inputs; i++) {
            double difference = in[inFrom + i] - out[outFrom + i];
            double error = difference * difference;
            // Written so that NaN counts as the limit: a network that overflows has not seen a healthy machine.
            double bounded = error < ERROR_LIMIT ? error : ERROR_LIMIT;
            errors[i] = (present >>> i & 1) == 0 ? 0 : bounded * weight;
        }
    }
}
