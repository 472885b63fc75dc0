// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.Arrays;

/**
 * A dense layer ready to run. Immutable by agreement.
 *
 * @param stride outputs rounded up to whole lanes; weights and bias are 0 there
 * @param weights shape {@code [inputs][stride]}
 * @param bias shape {@code [stride]}
 */
record DenseLayer(
        int inputs, int outputs, int stride, float[] weights, float[] bias, Activation activation, float alpha) {

    /**
     * Lays out a layer's coefficients.
     *
     * @param from where they begin: weights in column-major order, then the bias
     * @param lanes outputs that the kernel computes at once
     */
    static DenseLayer of(LayerPlan plan, float[] coefficients, int from, int lanes) {
        int stride = (plan.outputs() + lanes - 1) / lanes * lanes;
        float[] weights = new float[plan.inputs() * stride];
        for (int out = 0; out < plan.outputs(); out++) {
            for (int in = 0; in < plan.inputs(); in++) {
                weights[in * stride + out] = coefficients[from + out * plan.inputs() + in];
            }
        }
        int end = from + plan.inputs() * plan.outputs();
        float[] bias = plan.biased()
                ? Arrays.copyOf(Arrays.copyOfRange(coefficients, end, end + plan.outputs()), stride)
                : new float[stride];
        return new DenseLayer(plan.inputs(), plan.outputs(), stride, weights, bias, plan.activation(), plan.alpha());
    }
}
