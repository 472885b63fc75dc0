// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.util.ArrayList;
import java.util.List;

/**
 * A network written down so that it can be gone through backwards: in double precision, and with a place of its own for
 * every number, because a slope needs what the fast form in {@link Program} has long written over. Reverse-mode automatic
 * differentiation (Griewank, Walther 2008). Immutable once built; the arrays are a {@link Gradient}'s.
 */
final class Tape {
    /** Numbers of one row: 16 MB for values and slopes together. */
    static final int LIMIT = 1 << 20;

    private final List<Move> moves = new ArrayList<>();
    private int size;

    /** One operation. */
    interface Move {

        void forward(double[] values);

        /** Adds to its inputs' slopes what its outputs' slopes are worth to them. */
        void back(double[] values, double[] slopes);
    }

    /** There are more numbers than {@value #LIMIT}. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Numbers so far. */
    int size() {
        return size;
    }

    List<Move> moves() {
        return moves;
    }

    Span room(Shape shape) {
        Span span = new Span(size, shape);
        if (shape.size() > LIMIT - size) {
            throw new Full();
        }
        size += shape.size();
        return span;
    }

    /**
     * A dense layer, the same for every step.
     *
     * @param matrix shape {@code [outputs][features]}
     * @param bias shape {@code [outputs]}
     */
    Span affine(Span in, int outputs, float[] matrix, float[] bias) {
        Span out = room(in.shape().wide(outputs));
        moves.add(new Affinity(in, out, matrix, bias));
        return out;
    }

    Span bend(Curve curve, Span in) {
        if (curve.isIdentity()) {
            return in;
        }
        Span out = room(in.shape());
        moves.add(curve.kind() == Activation.SOFTMAX ? new SoftmaxMove(in, out) : new BendMove(curve, in, out));
        return out;
    }

    /** @param factors one a feature */
    Span scale(Span in, float[] factors, float[] shifts) {
        Span out = room(in.shape());
        moves.add(new ScaleMove(in, out, factors, shifts));
        return out;
    }

    /** @param sources for each number of the output its place on the tape, or -1 for zero */
    Span gather(Shape shape, int[] sources) {
        Span out = room(shape);
        moves.add(new GatherMove(sources, out));
        return out;
    }

    /** Number by number: the sum of factor times input. */
    Span blend(List<Span> inputs, double[] factors) {
        Span out = room(inputs.get(0).shape());
        moves.add(new BlendMove(inputs, factors, out));
        return out;
    }

    /** Number by number. */
    Span product(Span left, Span right) {
        Span out = room(left.shape());
        moves.add(new ProductMove(left, right, out));
        return out;
    }

    /**
     * Makes one number of several.
     *
     * @param groups for each number of the output the places that it is made of
     */
    Span pool(PoolLayer.Kind kind, int power, Shape shape, int[][] groups) {
        Span out = room(shape);
        moves.add(new PoolMove(kind, power, groups, out));
        return out;
    }

    private record Affinity(Span in, Span out, float[] matrix, float[] bias) implements Move {
        @Override
        public void forward(double[] values) {
            int wide = in.shape().features();
            int given = out.shape().features();
            for (int step = 0; step < in.shape().steps(); step++) {
                int from = in.from() + step * wide;
                for (int o = 0; o < given; o++) {
                    double sum = bias[o];
                    for (int i = 0; i < wide; i++) {
                        sum += matrix[o * wide + i] * values[from + i];
                    }
                    values[out.from() + step * given + o] = sum;
                }
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            int wide = in.shape().features();
            int given = out.shape().features();
            for (int step = 0; step < in.shape().steps(); step++) {
                int from = in.from() + step * wide;
                for (int o = 0; o < given; o++) {
                    double slope = slopes[out.from() + step * given + o];
                    for (int i = 0; slope != 0 && i < wide; i++) {
                        slopes[from + i] += slope * matrix[o * wide + i];
                    }
                }
            }
        }
    }

    private record BendMove(Curve curve, Span in, Span out) implements Move {
        @Override
        public void forward(double[] values) {
            for (int i = 0; i < in.size(); i++) {
                values[out.from() + i] = Slopes.value(curve.kind(), values[in.from() + i], curve.alpha());
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            for (int i = 0; i < in.size(); i++) {
                slopes[in.from() + i] +=
                        slopes[out.from() + i] * Slopes.slope(curve.kind(), values[in.from() + i], curve.alpha());
            }
        }
    }

    private record SoftmaxMove(Span in, Span out) implements Move {
        @Override
        public void forward(double[] values) {
            int wide = in.shape().features();
            for (int at = 0; at < in.size(); at += wide) {
                double greatest = Double.NEGATIVE_INFINITY;
                for (int i = at; i < at + wide; i++) {
                    greatest = Math.max(greatest, values[in.from() + i]);
                }
                double sum = 0;
                for (int i = at; i < at + wide; i++) {
                    values[out.from() + i] = Math.exp(values[in.from() + i] - greatest);
                    sum += values[out.from() + i];
                }
                for (int i = at; i < at + wide; i++) {
                    values[out.from() + i] /= sum;
                }
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            int wide = in.shape().features();
            for (int at = 0; at < in.size(); at += wide) {
                double mean = 0;
                for (int i = at; i < at + wide; i++) {
                    mean += slopes[out.from() + i] * values[out.from() + i];
                }
                for (int i = at; i < at + wide; i++) {
                    slopes[in.from() + i] += values[out.from() + i] * (slopes[out.from() + i] - mean);
                }
            }
        }
    }

    private record ScaleMove(Span in, Span out, float[] factors, float[] shifts) implements Move {
        @Override
        public void forward(double[] values) {
            for (int i = 0; i < in.size(); i++) {
                int feature = i % factors.length;
                values[out.from() + i] = values[in.from() + i] * factors[feature] + shifts[feature];
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            for (int i = 0; i < in.size(); i++) {
                slopes[in.from() + i] += slopes[out.from() + i] * factors[i % factors.length];
            }
        }
    }

    private record GatherMove(int[] sources, Span out) implements Move {
        @Override
        public void forward(double[] values) {
            for (int i = 0; i < sources.length; i++) {
                values[out.from() + i] = sources[i] < 0 ? 0 : values[sources[i]];
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            for (int i = 0; i < sources.length; i++) {
                if (sources[i] >= 0) {
                    slopes[sources[i]] += slopes[out.from() + i];
                }
            }
        }
    }

    private record BlendMove(List<Span> inputs, double[] factors, Span out) implements Move {
        @Override
        public void forward(double[] values) {
            for (int i = 0; i < out.size(); i++) {
                double sum = 0;
                for (int k = 0; k < factors.length; k++) {
                    sum += factors[k] * values[inputs.get(k).from() + i];
                }
                values[out.from() + i] = sum;
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            for (int k = 0; k < factors.length; k++) {
                for (int i = 0; i < out.size(); i++) {
                    slopes[inputs.get(k).from() + i] += factors[k] * slopes[out.from() + i];
                }
            }
        }
    }

    private record ProductMove(Span left, Span right, Span out) implements Move {
        @Override
        public void forward(double[] values) {
            for (int i = 0; i < out.size(); i++) {
                values[out.from() + i] = values[left.from() + i] * values[right.from() + i];
            }
        }

        @Override
        public void back(double[] values, double[] slopes) {
            for (int i = 0; i < out.size(); i++) {
                double slope = slopes[out.from() + i];
                double other = values[left.from() + i];
                slopes[left.from() + i] += slope * values[right.from() + i];
                slopes[right.from() + i] += slope * other;
            }
        }
    }
}
