// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.coap;

import java.util.HashMap;
import java.util.Map;

/** Counts the posts whose answer is due, of all peers and of each. Thread-safe. */
final class Waiting {

    private final int most;
    private final int mostOfPeer;
    private final Map<Object, Integer> peers = new HashMap<>();
    private int all;

    Waiting(int most, int mostOfPeer) {
        this.most = most;
        this.mostOfPeer = mostOfPeer;
    }

    /** False where there is no room for one more of this peer. */
    synchronized boolean enter(Object peer) {
        int own = peers.getOrDefault(peer, 0);
        if (all >= most || own >= mostOfPeer) {
            return false;
        }
        all++;
        peers.put(peer, own + 1);
        return true;
    }

    synchronized void leave(Object peer) {
        all--;
        peers.computeIfPresent(peer, (any, own) -> own > 1 ? own - 1 : null);
    }

    synchronized int size() {
        return all;
    }
}
