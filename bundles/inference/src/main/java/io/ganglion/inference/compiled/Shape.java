// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * What a row is between two layers: {@code steps} times {@code features} numbers, step after step.
 *
 * @param steps 1 for a plain row
 */
record Shape(Form form, int steps, int features) {

    /** Deeplearning4j's arrays are two-dimensional for {@link #ROW} and {@link #UNROLLED}, three-dimensional for a series. */
    enum Form {
        ROW,
        SERIES,
        /** A series whose steps pass for rows of their own, between two preprocessors. */
        UNROLLED
    }

    static Shape row(int features) {
        return new Shape(Form.ROW, 1, features);
    }

    static Shape series(int steps, int features) {
        return new Shape(Form.SERIES, steps, features);
    }

    boolean isSeries() {
        return form == Form.SERIES;
    }

    /** The same steps, another width. */
    Shape wide(int width) {
        return new Shape(form, steps, width);
    }

    /** Numbers in a row. */
    int size() {
        return steps * features;
    }

    /** For example {@code 64x8 series}. */
    @Override
    public String toString() {
        return form == Form.ROW ? "a row of " + features : "a series of " + steps + "x" + features;
    }
}
