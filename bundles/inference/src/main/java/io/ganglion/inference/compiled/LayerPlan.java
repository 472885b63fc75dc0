// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * A dense layer as the configuration describes it.
 *
 * @param index its place, from 0
 * @param alpha the activation's slope where it has one
 */
record LayerPlan(int index, int inputs, int outputs, boolean biased, Activation activation, float alpha) {

    /** How many coefficients belong to it. */
    long parameters() {
        return (long) inputs * outputs + (biased ? outputs : 0);
    }
}
