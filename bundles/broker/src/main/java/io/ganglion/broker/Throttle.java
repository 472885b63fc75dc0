// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down those who guess: after some failures of one user from one address, that pair waits, longer every time.
 * Bounded: the pair that failed longest ago is forgotten first. Thread-safe.
 */
final class Throttle {

    private static final int FREE_FAILURES = 5;
    private static final int LONGEST_WAIT_DOUBLINGS = 6;
    private static final int PAIRS_LIMIT = 4_096;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > PAIRS_LIMIT;
        }
    };

    Throttle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, long notBefore) {}

    /** Milliseconds that this user must wait at this address; 0 where none. */
    synchronized long waitOf(String address, String user) {
        Failures failed = failures.get(key(address, user));
        return failed == null ? 0 : Math.max(0, failed.notBefore() - clock.millis());
    }

    synchronized void failed(String address, String user) {
        Failures before = failures.getOrDefault(key(address, user), new Failures(0, 0));
        int count = before.count() + 1;
        long wait = count < FREE_FAILURES ? 0 : 1_000L << Math.min(count - FREE_FAILURES, LONGEST_WAIT_DOUBLINGS);
        failures.put(key(address, user), new Failures(count, clock.millis() + wait));
    }

    synchronized void passed(String address, String user) {
        failures.remove(key(address, user));
    }

    private static String key(String address, String user) {
        return address + ' ' + (user.length() > 128 ? user.substring(0, 128) : user);
    }
}
