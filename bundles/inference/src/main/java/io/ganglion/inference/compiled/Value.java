// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * Where the rows of a {@link Shape} lie in a runner's {@link Scratch}.
 *
 * @param slot the array
 * @param offset of the first number of the first row
 * @param rowStride from one row to the next
 * @param stride from one step to the next; at least the features
 */
record Value(Shape shape, int slot, int offset, int rowStride, int stride) {

    /** Whether step follows step over the ends of rows, so that all steps of all rows are one run. */
    boolean isEven() {
        return rowStride == shape.steps() * stride;
    }

    /** Whether number follows number over the ends of steps. */
    boolean isPacked() {
        return stride == shape.features();
    }

    /** Some of its steps, as a series or as the row of a single step. */
    Value steps(int first, Shape part) {
        return new Value(part, slot, offset + first * stride, rowStride, stride);
    }

    /** The same numbers under another name. */
    Value as(Shape other) {
        return new Value(other, slot, offset, rowStride, stride);
    }
}
