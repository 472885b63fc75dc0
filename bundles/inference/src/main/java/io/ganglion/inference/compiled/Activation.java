// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * The curve behind a layer's sums, as Deeplearning4j computes it.
 *
 * @see Curves
 */
enum Activation {
    IDENTITY("ActivationIdentity"),
    RELU("ActivationReLU"),
    LEAKY_RELU("ActivationLReLU"),
    THRESHOLDED_RELU("ActivationThresholdedReLU"),
    ELU("ActivationELU"),
    SELU("ActivationSELU"),
    TANH("ActivationTanH"),
    RATIONAL_TANH("ActivationRationalTanh"),
    RECTIFIED_TANH("ActivationRectifiedTanh"),
    SIGMOID("ActivationSigmoid"),
    SOFTPLUS("ActivationSoftPlus"),
    SOFTSIGN("ActivationSoftSign"),
    SWISH("ActivationSwish"),
    MISH("ActivationMish"),
    GELU("ActivationGELU"),
    CUBE("ActivationCube"),
    HARD_TANH("ActivationHardTanH"),
    HARD_SIGMOID("ActivationHardSigmoid"),
    /** The only one that looks at all features of a step; see {@link Softmax}. */
    SOFTMAX("ActivationSoftmax");

    /** Simple name of Deeplearning4j's class. */
    final String className;

    Activation(String className) {
        this.className = className;
    }
}
