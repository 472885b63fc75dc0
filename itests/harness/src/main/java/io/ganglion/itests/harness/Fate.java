// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.util.Optional;

/**
 * What becomes of a pump, by its readings: new, then worn in, which is no fault; from then on it is asked for all it has in
 * turn, and breaks down in between. Whoever knows it knows what a technician would find.
 *
 * @param from the reading at which it begins to wear
 * @param within readings until it is worn in
 * @param cycle readings from one full load to the next, once it is worn in: a quarter of them under full load, which shakes
 *     a worn pump, and a fault in the middle of what is left
 * @param phase readings by which its first cycle begins later, for not all pumps are asked at once; until then it runs on
 *     as it was worn in
 */
public record Fate(long from, long within, long cycle, long phase) {
    /** A pump that has worn in shakes less under full load than it did while it was wearing in. */
    static final double RUN_IN = 0.35;

    /** It stays as new. */
    public static final Fate NONE = new Fate(Long.MAX_VALUE / 2, 1, 1, 0);

    /** What a technician finds at a pump. */
    public enum Finding {
        /** It is wearing in: it shakes more than it did, and runs. */
        WEARING_IN,
        /** It runs under full load. */
        FULL_LOAD,
        /** Its inlet is blocked: less flow, less pressure. */
        BLOCKED
    }

    /**
     * A time with one finding.
     *
     * @param from the first reading of it
     * @param to the first reading after it
     */
    public record Episode(Finding finding, long from, long to) {
        /** Whether a reading is within it. */
        public boolean covers(long reading) {
            return reading >= from && reading < to;
        }
    }

    /** What there is to be found at a reading; empty where the pump runs as new. */
    public Optional<Episode> at(long reading) {
        long worn = from + within + phase;
        if (reading < worn) {
            return reading < from ? Optional.empty() : Optional.of(new Episode(Finding.WEARING_IN, from, worn));
        }
        long begin = reading - (reading - worn) % cycle;
        Episode load = new Episode(Finding.FULL_LOAD, begin, begin + cycle / 4);
        Episode fault = new Episode(Finding.BLOCKED, begin + cycle * 9 / 16, begin + cycle * 3 / 4);
        return Optional.of(load).filter(one -> one.covers(reading)).or(() -> Optional.of(fault)
                .filter(one -> one.covers(reading)));
    }

    /** How much more it shakes than as new: 0 not, 1 as much as it ever will. */
    double shaking(long reading) {
        return at(reading)
                .map(episode -> switch (episode.finding()) {
                    case WEARING_IN -> Math.min(1, (double) (reading - from) / within);
                    case FULL_LOAD -> RUN_IN;
                    case BLOCKED -> 0.0;
                })
                .orElse(0.0);
    }

    boolean blocked(long reading) {
        return at(reading)
                .filter(episode -> episode.finding() == Finding.BLOCKED)
                .isPresent();
    }
}
