// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the mean of bounded observations lies, as a confidence sequence by betting: for each conceivable mean somebody bets
 * that the next observation is above it, and somebody that it is below; a mean against which one of them wins {@code 2 /
 * error} times the stake is ruled out for good. The chance that the truth is ever ruled out is at most {@code error}.
 *
 * <p>Source: I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", Journal of the Royal
 * Statistical Society B 86 (2024), hedged capital with predictable plug-in stakes. Means are told apart in hundredths.
 * Constant memory. Not thread-safe.
 */
public final class Wager {
    private static final int GRID = 100;
    /** The share of what a bet could lose at worst; below 1, so that nobody is ruined by one observation. */
    private static final double CAUTION = 0.5;

    private final double error;
    /** Logarithms of the capital of those who bet on more than {@code i / GRID}, and on less. */
    private final double[] above = new double[GRID + 1];

    private final double[] below = new double[GRID + 1];
    private int low;
    private int high = GRID;
    private long count;
    private double sum;
    private double squares;

    /** @param error chance of ever ruling the truth out */
    public Wager(double error) {
        if (!(error > 0 && error < 1)) {
            throw new IllegalArgumentException("an error is above 0 and below 1: error=" + error);
        }
        this.error = error;
    }

    /** @param observation 0 to 1 */
    public void observe(double observation) {
        double x = Math.max(0, Math.min(1, observation));
        double stake = stake();
        double bound = Math.log(2 / error);
        for (int i = 1; i < GRID; i++) {
            double mean = (double) i / GRID;
            above[i] += Math.log1p(Math.min(stake, CAUTION / mean) * (x - mean));
            below[i] += Math.log1p(-Math.min(stake, CAUTION / (1 - mean)) * (x - mean));
            // Whoever wins against a mean has won against all that are further away.
            if (above[i] >= bound) {
                low = Math.max(low, i);
            }
            if (below[i] >= bound) {
                high = Math.min(high, i);
            }
        }
        count++;
        sum += x;
        double mean = (sum + 0.5) / (count + 1);
        squares += (x - mean) * (x - mean);
    }

    /** Known before the observation comes, or the bet would be no bet. */
    private double stake() {
        double variance = (0.25 + squares) / (count + 1);
        return Math.sqrt(2 * Math.log(2 / error) / (variance * (count + 1) * Math.log(count + 2)));
    }

    /** Every mean below this one is ruled out. */
    public double low() {
        return (double) low / GRID;
    }

    /** Every mean above this one is ruled out. */
    public double high() {
        return (double) high / GRID;
    }

    /** Their average; {@code NaN} before the first. */
    public double mean() {
        return sum / count;
    }

    public long count() {
        return count;
    }

    byte[] kept() {
        ByteBuffer out = ByteBuffer.allocate(Double.BYTES * (2 * (GRID + 1) + 5));
        for (double value : above) {
            out.putDouble(value);
        }
        for (double value : below) {
            out.putDouble(value);
        }
        return out.putDouble(low)
                .putDouble(high)
                .putDouble(count)
                .putDouble(sum)
                .putDouble(squares)
                .array();
    }

    void restore(byte[] kept) {
        ByteBuffer in = ByteBuffer.wrap(kept);
        Arrays.setAll(above, i -> in.getDouble());
        Arrays.setAll(below, i -> in.getDouble());
        low = (int) in.getDouble();
        high = (int) in.getDouble();
        count = (long) in.getDouble();
        sum = in.getDouble();
        squares = in.getDouble();
    }
}
