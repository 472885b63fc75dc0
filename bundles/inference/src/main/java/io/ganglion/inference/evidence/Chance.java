// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.evidence;

/**
 * Where a chance lies, from hits and misses alone, as a confidence sequence: it may be looked at after every trial, and the
 * chance that it ever leaves the truth out is at most {@code error}.
 *
 * <p>The mixture of likelihood ratios over Beta(1/2, 1/2) is a nonnegative martingale under the true chance, so by Ville's
 * inequality it exceeds {@code 1 / error} with a probability of at most {@code error}. Sources: H. Robbins, "Statistical
 * methods related to the law of the iterated logarithm" (1970); S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon,
 * "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49 (2021); for A/B tests
 * R. Johari, P. Koomen, L. Pekelis, D. Walsh, "Peeking at A/B tests", KDD 2017.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record Chance(double low, double high) {
    private static final double PRIOR = 0.5;
    private static final int HALVINGS = 40;

    /** @param error chance of ever being wrong, above 0 and below 1 */
    public static Chance of(long hits, long misses, double error) {
        if (!(error > 0 && error < 1)) {
            throw new IllegalArgumentException("an error is above 0 and below 1: error=" + error);
        }
        if (hits + misses == 0) {
            return new Chance(0, 1);
        }
        // Against a chance: the mixture, less what that chance makes of the trials.
        double bound = -Math.log(error) - mixed(hits, misses);
        double mode = (double) hits / (hits + misses);
        double low = hits == 0 ? 0 : edge(hits, misses, bound, 0, mode);
        double high = misses == 0 ? 1 : edge(hits, misses, bound, 1, mode);
        return new Chance(low, high);
    }

    /** How much the trials speak against a chance, as the natural logarithm of the martingale. */
    static double against(double chance, long hits, long misses) {
        return mixed(hits, misses) - likelihood(chance, hits, misses);
    }

    private static double mixed(long hits, long misses) {
        return logBeta(hits + PRIOR, misses + PRIOR) - logBeta(PRIOR, PRIOR);
    }

    private static double likelihood(double chance, long hits, long misses) {
        return term(hits, chance) + term(misses, 1 - chance);
    }

    private static double term(long count, double chance) {
        return count == 0 ? 0 : count * Math.log(chance);
    }

    /** Halves between an end that is ruled out and the mode, which never is; stays on the side that is ruled out. */
    private static double edge(long hits, long misses, double bound, double out, double mode) {
        double ruledOut = out;
        double inside = mode;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (ruledOut + inside) / 2;
            if (-likelihood(middle, hits, misses) >= bound) {
                ruledOut = middle;
            } else {
                inside = middle;
            }
        }
        return ruledOut;
    }

    private static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    /** Stirling's series, after stepping up to where it is exact to 1e-13. */
    static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 12) {
            shift -= Math.log(z);
            z++;
        }
        double square = 1 / (z * z);
        double series = (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680.0))) / z;
        return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
