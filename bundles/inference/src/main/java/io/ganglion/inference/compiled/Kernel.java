// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** The arithmetic that takes the time. Thread-safe: it holds nothing. */
interface Kernel {

    /** {@code vector} or {@code plain}. */
    String name();

    /** How many outputs it computes at once; strides are multiples of it. */
    int lanes();

    /**
     * {@code out[row] = curve(bias + in[row] * weights)}.
     *
     * @param in rows of {@code affine.inputs()} numbers, {@code inStride} apart, from {@code inFrom}; they may overlap
     * @param rows at least 1
     * @param out takes rows of {@code affine.stride()} numbers, one behind the other, from {@code outFrom}
     */
    void run(Affine affine, float[] in, int inFrom, int inStride, int rows, float[] out, int outFrom);

    /** The cell as {@link #step} of this kernel takes it. */
    default LstmCell prepared(LstmCell cell) {
        return cell;
    }

    /**
     * One step of some rows through a cell: {@code cells} and {@code hidden} go in as the step before left them.
     *
     * @param cell that this kernel has prepared
     * @param in a row's numbers, {@code inStride} apart from row to row
     * @param gates scratch, {@code 4 * stride} a row
     * @param cells {@code stride} a row
     * @param hidden {@code stride} a row
     */
    void step(
            LstmCell cell,
            float[] in,
            int inFrom,
            int inStride,
            int rows,
            float[] gates,
            float[] cells,
            float[] hidden);

    /** Bends numbers in place; the range is whole lanes. */
    void bend(Curve curve, float[] values, int from, int to);

    /** The greatest of each column over some rows; {@code width} is whole lanes in {@code out} and in the rows. */
    void greatest(float[] in, int inFrom, int inStride, int rows, int width, float[] out, int outFrom);
}
