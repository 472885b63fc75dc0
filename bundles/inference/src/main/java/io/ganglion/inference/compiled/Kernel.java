// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** Multiplies rows through a layer. Thread-safe: it holds nothing. */
interface Kernel {

    /** {@code vector} or {@code plain}. */
    String name();

    /** How many outputs it computes at once; a layer's stride is a multiple of it. */
    int lanes();

    /**
     * {@code out[row] = activation(bias + in[row] * weights)}.
     *
     * @param in rows of {@code layer.inputs()} numbers, {@code inStride} apart, from {@code inFrom}
     * @param rows at least 1
     * @param out takes rows of {@code layer.stride()} numbers, one behind the other, from {@code outFrom}
     */
    void run(DenseLayer layer, float[] in, int inFrom, int inStride, int rows, float[] out, int outFrom);
}
