// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

/**
 * Where a layer's output lies on a {@link Tape}: step after step, with nothing between.
 *
 * @param from its first number
 */
record Span(int from, Shape shape) {

    int size() {
        return shape.size();
    }

    /** A part of it, beginning with its number {@code first}. */
    Span part(int first, Shape other) {
        return new Span(from + first, other);
    }

    /** The same numbers under another name. */
    Span as(Shape other) {
        return new Span(from, other);
    }
}
