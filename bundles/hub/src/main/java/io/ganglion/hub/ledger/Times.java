// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the tables have them: microseconds since the epoch. */
final class Times {

    private static final long SECONDS_LIMIT = Long.MAX_VALUE / 1_000_000 - 1;

    private Times() {}

    /** Times that no clock shows are the nearest that fit. */
    static long micros(Instant instant) {
        long seconds = Math.max(-SECONDS_LIMIT, Math.min(SECONDS_LIMIT, instant.getEpochSecond()));
        return seconds * 1_000_000 + instant.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
