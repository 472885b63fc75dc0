// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * Copies features, step by step; a single step goes to every step of the output.
 *
 * @param column of the output where the first feature goes
 */
record Copy(Value in, Value out, int column) implements Op {

    @Override
    public void run(Scratch scratch, int rows) {
        int stepStride = in.shape().steps() == 1 ? 0 : in.stride();
        for (int row = 0; row < rows; row++) {
            int from = scratch.from(in) + row * in.rowStride();
            int to = scratch.from(out) + row * out.rowStride() + column;
            for (int step = 0; step < out.shape().steps(); step++) {
                System.arraycopy(
                        scratch.array(in),
                        from + step * stepStride,
                        scratch.array(out),
                        to + step * out.stride(),
                        in.shape().features());
            }
        }
    }
}
