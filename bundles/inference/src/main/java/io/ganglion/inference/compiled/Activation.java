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
    ELU("ActivationELU"),
    SELU("ActivationSELU"),
    TANH("ActivationTanH"),
    SIGMOID("ActivationSigmoid"),
    SOFTPLUS("ActivationSoftPlus"),
    SOFTSIGN("ActivationSoftSign"),
    SWISH("ActivationSwish"),
    GELU("ActivationGELU"),
    HARD_TANH("ActivationHardTanH"),
    HARD_SIGMOID("ActivationHardSigmoid");

    /** Simple name of Deeplearning4j's class. */
    final String className;

    Activation(String className) {
        this.className = className;
    }
}
