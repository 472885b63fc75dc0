// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import java.util.SplittableRandom;

/** Chance that falls the same way on every machine and JDK: whole numbers from one generator, strict math on top. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String stream) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < stream.length(); i++) {
            hash = (hash ^ stream.charAt(i)) * 0x100000001B3L;
        }
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ hash);
    }

    /** From 0 (included) to 1 (excluded). */
    double uniform() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Evenly over the decades: for what differs from machine to machine by factors. */
    double betweenDecades(double low, double high) {
        return low * StrictMath.pow(high / low, uniform());
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** Normal, mean 0, deviation 1. Box and Muller, not the JDK's: its algorithm changed between releases. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }
}
