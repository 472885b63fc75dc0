// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Wrong passwords of one user from one address: after five the pair waits, 1 s to 64 s. Bounded. Thread-safe. */
final class Guesses {

    private static final int FREE = 5;
    private static final int DOUBLINGS = 6;
    private static final int PAIRS_LIMIT = 4_096;

    private final Clock clock;
    private final Map<String, Wrong> pairs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > PAIRS_LIMIT;
        }
    };

    private record Wrong(int count, long notBefore) {}

    Guesses(Clock clock) {
        this.clock = clock;
    }

    synchronized long waitSeconds(String address, String user) {
        Wrong wrong = pairs.get(pair(address, user));
        return wrong == null ? 0 : Math.max(0, (wrong.notBefore() - clock.millis() + 999) / 1_000);
    }

    synchronized void failed(String address, String user) {
        int count = pairs.getOrDefault(pair(address, user), new Wrong(0, 0)).count() + 1;
        long wait = count < FREE ? 0 : 1_000L << Math.min(count - FREE, DOUBLINGS);
        pairs.put(pair(address, user), new Wrong(count, clock.millis() + wait));
    }

    synchronized void passed(String address, String user) {
        pairs.remove(pair(address, user));
    }

    private static String pair(String address, String user) {
        return address + ' ' + user;
    }
}
