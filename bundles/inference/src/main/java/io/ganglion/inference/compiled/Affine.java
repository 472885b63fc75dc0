// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;

/**
 * {@code curve(bias + x * weights)}, ready to run: a dense layer, or a convolution whose window is {@code x}. Immutable by
 * agreement.
 *
 * @param stride outputs rounded up to whole lanes; weights and bias are 0 there
 * @param panel outputs whose weights lie together; divides the stride
 * @param weights shape {@code [stride / panel][inputs][panel]}: where the panel is as wide as the lanes, an input's weights
 *     lie at a constant distance from the next one's, and the compiler needs no check inside of the loop
 * @param bias shape {@code [stride]}
 */
record Affine(int inputs, int outputs, int stride, int panel, float[] weights, float[] bias, Curve curve) {

    /**
     * Lays out a dense layer's coefficients.
     *
     * @param weights shape {@code [outputs][inputs]}
     * @param bias shape {@code [outputs]}
     * @param lanes outputs that the kernel computes at once
     */
    static Affine of(int inputs, int outputs, float[] weights, float[] bias, Curve curve, int lanes) {
        int stride = padded(outputs, lanes);
        // One number at a time is no lane: there a row of weights is as good as it gets.
        int panel = lanes == 1 ? stride : lanes;
        float[] laid = new float[inputs * stride];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                laid[(out / panel * inputs + in) * panel + out % panel] = weights[out * inputs + in];
            }
        }
        return new Affine(inputs, outputs, stride, panel, laid, Arrays.copyOf(bias, stride), curve);
    }

    /** Up to whole lanes. */
    static int padded(int width, int lanes) {
        return (width + lanes - 1) / lanes * lanes;
    }
}
