// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** Softmax over the features of each step, in place. The greatest is taken off first, so that nothing overflows. */
record Softmax(Value value) implements Op {

    @Override
    public void run(Scratch scratch, int rows) {
        float[] values = scratch.array(value);
        int from = scratch.from(value);
        int features = value.shape().features();
        for (int row = 0; row < rows; row++) {
            for (int step = 0; step < value.shape().steps(); step++) {
                share(values, from + row * value.rowStride() + step * value.stride(), features);
            }
        }
    }

    private static void share(float[] values, int from, int features) {
        float greatest = values[from];
        for (int i = from; i < from + features; i++) {
            greatest = Math.max(greatest, values[i]);
        }
        float sum = 0;
        for (int i = from; i < from + features; i++) {
            values[i] = Curves.exp(values[i] - greatest);
            sum += values[i];
        }
        for (int i = from; i < from + features; i++) {
            values[i] /= sum;
        }
    }
}
