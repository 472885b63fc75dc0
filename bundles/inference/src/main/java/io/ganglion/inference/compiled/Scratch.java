// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/** A runner's arrays, by slot. Slot 0 is the caller's input; all others are the runner's own, and none is ever cleared. */
final class Scratch {
    final float[][] arrays;
    /** Where the first row of the block begins, by slot. */
    final int[] from;

    Scratch(int slots) {
        arrays = new float[slots][];
        from = new int[slots];
    }

    float[] array(Value value) {
        return arrays[value.slot()];
    }

    int from(Value value) {
        return from[value.slot()] + value.offset();
    }
}
