// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.ArrayList;
import java.util.List;

/** Operations in the order of running, and the arrays that they need. */
final class Program {
    private final Kernel kernel;
    private final List<Op> ops = new ArrayList<>();
    private final List<Integer> perRow = new ArrayList<>();

    Program(Kernel kernel) {
        this.kernel = kernel;
        perRow.add(0);
    }

    Kernel kernel() {
        return kernel;
    }

    void add(Op op) {
        ops.add(op);
    }

    /** The caller's rows. */
    Value input(Shape shape) {
        return new Value(shape, 0, 0, shape.size(), shape.features());
    }

    /** Room for a layer's output, each step on whole lanes. */
    Value output(Shape shape) {
        return room(shape, Affine.padded(shape.features(), kernel.lanes()));
    }

    /** Room for a series with nothing between its steps. */
    Value packed(Shape shape) {
        return room(shape, shape.features());
    }

    private Value room(Shape shape, int stride) {
        int size = shape.steps() * stride;
        return new Value(shape, scratch(size), 0, size, stride);
    }

    /** A slot for so many numbers a row. */
    int scratch(int numbers) {
        perRow.add(numbers);
        return perRow.size() - 1;
    }

    List<Op> ops() {
        return ops;
    }

    /** Numbers a row, by slot. */
    int[] perRow() {
        return perRow.stream().mapToInt(Integer::intValue).toArray();
    }
}
