// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;

/**
 * Lets a bounded number of peers in at a time: what is remembered of each, to know its repetitions again, lasts as long
 * as an exchange may. Who comes when it is full is not answered, and tries again by itself. Thread-safe.
 */
final class Crowd extends MessageInterceptorAdapter {

    private static final long LIFETIME_MS = 247_000;

    private final int most;
    private final Clock clock;
    private final Map<InetSocketAddress, Long> seen = new LinkedHashMap<>(16, 0.75f, true);
    private long turnedAway;

    Crowd(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    @Override
    public void receiveRequest(Request request) {
        if (!admit(request.getSourceContext().getPeerAddress())) {
            request.cancel();
        }
    }

    synchronized boolean admit(InetSocketAddress peer) {
        long now = clock.millis();
        if (seen.size() >= most && !seen.containsKey(peer)) {
            Iterator<Long> longest = seen.values().iterator();
            if (now - longest.next() < LIFETIME_MS) {
                turnedAway++;
                return false;
            }
            longest.remove();
        }
        seen.put(peer, now);
        return true;
    }

    synchronized long turnedAway() {
        return turnedAway;
    }
}
