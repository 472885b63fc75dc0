// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many requests a user may send: so many a second, and as many at once. Thread-safe. */
final class Pace {

    private static final int USERS_LIMIT = 1_024;

    private final int perSecond;
    private final Clock clock;
    private final Map<String, Purse> purses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Purse> eldest) {
            return size() > USERS_LIMIT;
        }
    };

    private record Purse(double left, long at) {}

    Pace(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    synchronized boolean allows(String user) {
        long now = clock.millis();
        Purse before = purses.getOrDefault(user, new Purse(perSecond, now));
        double left = Math.min(perSecond, before.left() + Math.max(0, now - before.at()) * perSecond / 1_000.0);
        purses.put(user, new Purse(left < 1 ? left : left - 1, now));
        return left >= 1;
    }
}
