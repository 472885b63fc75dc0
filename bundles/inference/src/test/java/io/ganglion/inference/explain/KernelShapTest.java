// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelShapTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void anyGame_isSplitAsAllOrdersOfArrivalWouldSplitIt(int players) {
        LongToDoubleFunction game = anyGame(players, 11 + players);
        Split split = new KernelShap(players, game).split();
        assertThat(split.baseline()).isEqualTo(game.applyAsDouble(0));
        assertThat(split.parts()).containsExactly(byOrderOfArrival(players, game), Offset.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 12, 13, 20, 64})
    void theParts_addUpToTheWhole(int players) {
        LongToDoubleFunction game = smoothGame(players, 5);
        long everybody = players == 64 ? -1 : (1L << players) - 1;
        assertThat(new KernelShap(players, game).split().sum())
                .isCloseTo(game.applyAsDouble(everybody), Offset.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 20})
    void twoThatAlwaysBringTheSame_getTheSame(int players) {
        // The first two count only by how many of them are there.
        LongToDoubleFunction game = coalition -> {
            double both = Long.bitCount(coalition & 3);
            return both * both + both * Long.bitCount(coalition >>> 2) + (coalition >>> 3 & 1);
        };
        double[] parts = new KernelShap(players, game).split().parts();
        assertThat(parts[0]).isCloseTo(parts[1], Offset.offset(players <= KernelShap.EXACT ? 1e-9 : 0.5));
        assertThat(parts[0]).isGreaterThan(parts[2]);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12})
    void oneThatNeverChangesAnything_getsNothing(int players) {
        LongToDoubleFunction others = anyGame(players, 9);
        long dummy = 1L << 2;
        double[] parts = new KernelShap(players, coalition -> others.applyAsDouble(coalition & ~dummy))
                .split()
                .parts();
        assertThat(parts[2]).isCloseTo(0, Offset.offset(1e-9));
    }

    @Test
    void aSample_ofAGameWithoutInteraction_isExact_andTheSameEachTime() {
        double[] brings = new Random(2).doubles(30, -2, 2).toArray();
        LongToDoubleFunction game = coalition -> {
            double sum = 7;
            for (int i = 0; i < brings.length; i++) {
                sum += (coalition >>> i & 1) * brings[i];
            }
            return sum;
        };
        double[] parts = new KernelShap(30, game).split().parts();
        assertThat(parts).containsExactly(brings, Offset.offset(1e-8));
        assertThat(new KernelShap(30, game).split().parts()).isEqualTo(parts);
    }

    @Test
    void aSample_comesNearTheTruth_whereThereIsInteraction() {
        int players = 14;
        LongToDoubleFunction game = smoothGame(players, 3);
        double[] exact = exact(players, game);
        double[] parts = new KernelShap(players, game).split().parts();
        double whole = Arrays.stream(exact).map(Math::abs).sum();
        for (int i = 0; i < players; i++) {
            assertThat(parts[i]).isCloseTo(exact[i], Offset.offset(0.02 * whole));
        }
    }

    /** Every coalition is worth what chance says. */
    private static LongToDoubleFunction anyGame(int players, long seed) {
        double[] worth = new Random(seed).doubles(1 << players, -5, 5).toArray();
        return coalition -> worth[(int) coalition];
    }

    /** A square of a sum, as scores are. */
    private static LongToDoubleFunction smoothGame(int players, long seed) {
        double[] brings = new Random(seed).doubles(players, -1, 1).toArray();
        return coalition -> {
            double sum = 0.5;
            for (int i = 0; i < players; i++) {
                sum += (coalition >>> i & 1) * brings[i];
            }
            return sum * sum;
        };
    }

    private static double[] byOrderOfArrival(int players, LongToDoubleFunction game) {
        double[] values = new double[players];
        int[] order = new int[players];
        Arrays.setAll(order, i -> i);
        int orders = arrive(order, 0, game, values);
        return Arrays.stream(values).map(value -> value / orders).toArray();
    }

    private static int arrive(int[] order, int from, LongToDoubleFunction game, double[] values) {
        if (from == order.length) {
            long there = 0;
            for (int player : order) {
                long with = there | 1L << player;
                values[player] += game.applyAsDouble(with) - game.applyAsDouble(there);
                there = with;
            }
            return 1;
        }
        int orders = 0;
        for (int i = from; i < order.length; i++) {
            swap(order, from, i);
            orders += arrive(order, from + 1, game, values);
            swap(order, from, i);
        }
        return orders;
    }

    private static void swap(int[] order, int a, int b) {
        int kept = order[a];
        order[a] = order[b];
        order[b] = kept;
    }

    /** Shapley's own formula. */
    private static double[] exact(int players, LongToDoubleFunction game) {
        double[] values = new double[players];
        double[] factorial = new double[players + 1];
        factorial[0] = 1;
        for (int i = 1; i <= players; i++) {
            factorial[i] = factorial[i - 1] * i;
        }
        for (long coalition = 0; coalition < 1L << players; coalition++) {
            int size = Long.bitCount(coalition);
            for (int i = 0; i < players; i++) {
                if ((coalition >>> i & 1) == 0) {
                    double weight = factorial[size] * factorial[players - size - 1] / factorial[players];
                    values[i] += weight * (game.applyAsDouble(coalition | 1L << i) - game.applyAsDouble(coalition));
                }
            }
        }
        return values;
    }
}
