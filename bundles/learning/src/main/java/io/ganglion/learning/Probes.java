// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Golden probes: rows, and what DL4J itself makes of them. Whoever runs the network another way has to reproduce them.
 *
 * @param inputs shape {@code [probes][steps * inputs]}
 * @param outputs same shape
 */
record Probes(float[][] inputs, float[][] outputs) {
    private static final int REAL = 48;
    private static final int RANDOM = 32;
    private static final float[] EXTREMES = {0, 1e-6f, -1, 1, -4, 4, -30, 30, -1000, 1000};

    /**
     * Real rows, random ones, all inputs at an extreme, and each input of the oldest step alone at one; of a series the
     * newest step's too, for a middle one is between the two.
     *
     * @param inputs of one step
     */
    static Probes of(Autoencoder autoencoder, Windows held, int inputs, long seed) {
        int width = held.rows().get(0).length;
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < REAL; i++) {
            rows.add(held.rows().get((int) ((long) i * held.rows().size() / REAL)));
        }
        Random dice = new Random(seed);
        for (int i = 0; i < RANDOM; i++) {
            float[] row = new float[width];
            for (int input = 0; input < width; input++) {
                row[input] = (float) (3 * dice.nextGaussian());
            }
            rows.add(row);
        }
        for (float extreme : EXTREMES) {
            float[] all = new float[width];
            Arrays.fill(all, extreme);
            rows.add(all);
        }
        for (int input = 0; input < width; input++) {
            if (input < inputs || input >= width - inputs) {
                float[] alone = new float[width];
                alone[input] = input % 2 == 0 ? 8 : -8;
                rows.add(alone);
            }
        }
        return new Probes(rows.toArray(new float[0][]), autoencoder.output(rows));
    }
}
