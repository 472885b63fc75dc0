// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the tables have them: microseconds since the epoch. */
final class Times {

    private Times() {}

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
