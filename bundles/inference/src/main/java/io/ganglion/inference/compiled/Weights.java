// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;

/** The coefficients of all layers in one row, handed out layer by layer. */
final class Weights {
    private final float[] all;
    private int next;

    Weights(float[] all) {
        this.all = all;
    }

    float[] take(int count) {
        return Arrays.copyOfRange(all, next, next += count);
    }

    /** A layer's bias, or zeros where it has none. */
    float[] bias(boolean biased, int outputs) {
        return biased ? take(outputs) : new float[outputs];
    }
}
