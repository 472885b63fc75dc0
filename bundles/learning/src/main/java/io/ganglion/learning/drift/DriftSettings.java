// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import java.time.Duration;
import java.util.Set;

/**
 * How drift is watched.
 *
 * @param detectors which ones speak, of {@link #DETECTORS}
 * @param votes so many of them must speak together, at least 1; the missing-data detector speaks alone
 * @param shift how far a subject must have gone before anybody is believed, in units of its reference's deviation
 * @param threshold of Page-Hinkley, in such units times blocks
 * @param delta of ADWIN
 * @param alpha of KSWIN
 * @param rows that a device's reference takes at least
 * @param time that a device's reference takes at least
 * @param blockLeast rows whose mean is one sample, at least
 * @param blockMost and at most
 * @param devices a partition whose state is kept; the one seen longest ago makes room
 * @param quorum share of a model's devices that must drift alike before the whole model does
 */
public record DriftSettings(
        Set<String> detectors,
        int votes,
        double shift,
        double threshold,
        double delta,
        double alpha,
        long rows,
        Duration time,
        int blockLeast,
        int blockMost,
        int devices,
        double quorum) {

    static final String PAGE_HINKLEY = "page-hinkley";
    static final String ADWIN = "adwin";
    static final String KSWIN = "kswin";
    static final String STABILITY = "psi";
    static final String MISSING = "missing";
    /** All of them. */
    public static final Set<String> DETECTORS = Set.of(PAGE_HINKLEY, ADWIN, KSWIN, STABILITY, MISSING);

    public DriftSettings {
        detectors = Set.copyOf(detectors);
        if (!DETECTORS.containsAll(detectors)) {
            throw new IllegalArgumentException("no such detector: detectors=" + detectors + " known=" + DETECTORS);
        }
        long location = detectors.stream().filter(name -> !name.equals(MISSING)).count();
        if (votes < 1 || votes > Math.max(1, location)) {
            throw new IllegalArgumentException("votes must be 1 to the number of detectors: votes=" + votes);
        }
        if (!(shift > 0 && shift < Vigil.FARTHEST) || !(threshold > 0) || !(quorum > 0 && quorum <= 1)) {
            throw new IllegalArgumentException(
                    "shift must be above 0 and below 8, threshold positive, quorum above 0 and at most 1: shift="
                            + shift + " threshold=" + threshold + " quorum=" + quorum);
        }
        if (rows < 64 || time.isNegative() || devices < 1) {
            throw new IllegalArgumentException(
                    "reference_rows must be at least 64, reference_hours at least 0, devices at"
                            + " least 1: reference_rows=" + rows + " reference=" + time + " devices=" + devices);
        }
        if (!isPowerOfTwo(blockLeast) || !isPowerOfTwo(blockMost) || blockLeast > blockMost || blockMost > 512) {
            throw new IllegalArgumentException("blocks are powers of two, at most 512 rows: block_least=" + blockLeast
                    + " block_most=" + blockMost);
        }
    }

    /** As shipped. */
    public static DriftSettings standard() {
        return new DriftSettings(DETECTORS, 2, 4, 16, 0.002, 1e-4, 3_600, Duration.ofHours(24), 16, 64, 2_000, 0.3);
    }

    /** With a reference of another length. */
    public DriftSettings withReference(long rows, Duration time) {
        return new DriftSettings(
                detectors, votes, shift, threshold, delta, alpha, rows, time, blockLeast, blockMost, devices, quorum);
    }

    /** With another distance that counts. */
    public DriftSettings withShift(double shift) {
        return new DriftSettings(
                detectors, votes, shift, threshold, delta, alpha, rows, time, blockLeast, blockMost, devices, quorum);
    }

    private static boolean isPowerOfTwo(int number) {
        return number > 0 && (number & (number - 1)) == 0;
    }

    boolean has(String detector) {
        return detectors.contains(detector);
    }
}
