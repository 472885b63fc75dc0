// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

/**
 * How long a stream remembers: the spread of block means over blocks of 1, 2, 4, ... samples, in constant memory. Where
 * neighbouring blocks still go together, they are too short to count as independent samples.
 *
 * <p>Source: the method of batch means, for example A. Law, Simulation Modeling and Analysis, section 9.5.
 */
final class Memory {
    private static final int LEVELS = 11;
    /** Blocks from which a spread is taken seriously. */
    private static final int LEAST_BLOCKS = 8;
    /** Neighbours that go together no more than this count as strangers. */
    private static final double STRANGERS = 0.25;

    private final double[] pending = new double[LEVELS];
    private final long[] blocks = new long[LEVELS];
    private final double[] means = new double[LEVELS];
    private final double[] squares = new double[LEVELS];

    void add(double x) {
        double block = x;
        for (int level = 0; level < LEVELS; level++) {
            blocks[level]++;
            double off = block - means[level];
            means[level] += off / blocks[level];
            squares[level] += off * (block - means[level]);
            if ((blocks[level] & 1) == 1) {
                pending[level] = block;
                return;
            }
            block = (pending[level] + block) / 2;
        }
    }

    long samples() {
        return blocks[0];
    }

    double mean() {
        return means[0];
    }

    /** Standard deviation of single samples. */
    double deviation() {
        return Math.sqrt(variance(0));
    }

    private double variance(int level) {
        return blocks[level] > 1 ? squares[level] / (blocks[level] - 1) : 0;
    }

    /** The shortest block, a power of two from {@code least} to {@code most}, whose neighbours are strangers. */
    int block(int least, int most) {
        int block = least;
        while (block < most && correlation(block) > STRANGERS) {
            block *= 2;
        }
        return block;
    }

    /** How neighbouring blocks go together, -1 to 1; 0 where there are too few to say. */
    double correlation(int block) {
        int level = Integer.numberOfTrailingZeros(block);
        if (level + 1 >= LEVELS || blocks[level + 1] < LEAST_BLOCKS || variance(level) == 0) {
            return 0;
        }
        return Math.max(-1, Math.min(1, 2 * variance(level + 1) / variance(level) - 1));
    }
}
