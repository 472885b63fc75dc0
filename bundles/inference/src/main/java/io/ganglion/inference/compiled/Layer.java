// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.List;

/** A layer or vertex as the configuration describes it, with its shapes settled and its coefficients still to come. */
interface Layer {

    /** What comes out of it. */
    Shape output();

    /** How many coefficients belong to it. */
    default long coefficients() {
        return 0;
    }

    /** Numbers a row that it needs room for, at most; lanes left aside. */
    default long numbers() {
        return (long) output().steps() * output().features();
    }

    /**
     * Adds its operations to the program.
     *
     * @param inputs where what goes into it lies
     * @return where its output lies
     */
    Value build(List<Value> inputs, Weights weights, Program program);

    /**
     * Writes the same operations on the tape, in double precision and one number at a time.
     *
     * @param inputs where what goes into it lies
     * @return where its output lies
     */
    Span trace(List<Span> inputs, Weights weights, Tape tape);
}
