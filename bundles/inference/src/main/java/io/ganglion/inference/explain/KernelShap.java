// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;

/**
 * Shapley values by weighted least squares (Lundberg, Lee: A unified approach to interpreting model predictions, NeurIPS
 * 2017). Up to {@value #EXACT} players every coalition is asked, and the values are the exact ones; beyond, a seeded sample
 * of coalitions, each with its complement (Covert, Lee: Improving KernelSHAP, AISTATS 2021). In both cases the values add up
 * to what all players reach beyond what none does.
 */
final class KernelShap {
    static final int EXACT = 12;
    /** Coalitions of a sample. */
    private static final int SAMPLE = 4_096;

    private static final long SEED = 20170522;

    private final int players;
    private final LongToDoubleFunction worth;
    private final double none;
    private final double all;

    /**
     * @param players 1 to 64
     * @param worth of a coalition, which has a bit a player
     */
    KernelShap(int players, LongToDoubleFunction worth) {
        this.players = players;
        this.worth = worth;
        this.none = worth.applyAsDouble(0);
        this.all = worth.applyAsDouble(everybody());
    }

    private long everybody() {
        return players == Long.SIZE ? -1L : (1L << players) - 1;
    }

    Split split() {
        if (players == 1) {
            return new Split(none, new double[] {all - none});
        }
        Map<Long, Double> weights = players <= EXACT ? every() : sample();
        // The last player's value is what the others leave of the whole: so the sum is right whatever is sampled.
        int free = players - 1;
        double[][] system = new double[free][free + 1];
        weights.forEach((coalition, weight) -> add(system, coalition, weight));
        double[] values = new double[players];
        double left = all - none;
        double[] solved = solve(system);
        for (int i = 0; i < free; i++) {
            values[i] = solved[i];
            left -= solved[i];
        }
        values[free] = left;
        return new Split(none, values);
    }

    private Map<Long, Double> every() {
        Map<Long, Double> weights = new HashMap<>();
        double[] choices = new double[players + 1];
        choices[0] = 1;
        for (int size = 1; size <= players; size++) {
            choices[size] = choices[size - 1] * (players - size + 1) / size;
        }
        for (long coalition = 1; coalition < everybody(); coalition++) {
            int size = Long.bitCount(coalition);
            weights.put(coalition, (players - 1) / (choices[size] * size * (players - size)));
        }
        return weights;
    }

    /** Drawn as the kernel weighs them, so that each draw counts the same. */
    private Map<Long, Double> sample() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] upTo = new double[players];
        for (int size = 1; size < players; size++) {
            upTo[size] = upTo[size - 1] + 1.0 / ((double) size * (players - size));
        }
        Map<Long, Double> weights = new HashMap<>();
        for (int drawn = 0; drawn < SAMPLE; drawn += 2) {
            long coalition = draw(random, upTo);
            weights.merge(coalition, 1.0, Double::sum);
            weights.merge(everybody() & ~coalition, 1.0, Double::sum);
        }
        return weights;
    }

    private long draw(SplittableRandom random, double[] upTo) {
        double point = random.nextDouble() * upTo[players - 1];
        int size = 1;
        while (size < players - 1 && upTo[size] < point) {
            size++;
        }
        long coalition = 0;
        while (Long.bitCount(coalition) < size) {
            coalition |= 1L << random.nextInt(players);
        }
        return coalition;
    }

    private void add(double[][] system, long coalition, double weight) {
        int last = players - 1;
        double in = coalition >>> last & 1;
        double target = worth.applyAsDouble(coalition) - none - in * (all - none);
        for (int i = 0; i < last; i++) {
            double row = (coalition >>> i & 1) - in;
            for (int j = 0; row != 0 && j < last; j++) {
                system[i][j] += weight * row * ((coalition >>> j & 1) - in);
            }
            system[i][last] += weight * row * target;
        }
    }

    /** Gauss with the greatest pivot of each column. */
    private static double[] solve(double[][] system) {
        int size = system.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column; row < size; row++) {
                pivot = Math.abs(system[row][column]) > Math.abs(system[pivot][column]) ? row : pivot;
            }
            double[] best = system[pivot];
            system[pivot] = system[column];
            system[column] = best;
            for (int row = column + 1; row < size; row++) {
                double factor = system[row][column] / best[column];
                for (int i = column; i <= size; i++) {
                    system[row][i] -= factor * best[i];
                }
            }
        }
        double[] solved = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double rest = system[row][size];
            for (int i = row + 1; i < size; i++) {
                rest -= system[row][i] * solved[i];
            }
            solved[row] = rest / system[row][row];
        }
        return solved;
    }
}
