// SPDX-License-Identifier: Apache-2.0
package io.ganglion.broker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The packet identifiers on their way to one client: the node's own in the upper half, those that Artemis hands out
 * translated into the lower half, and one window for both. The connection's event loop only.
 */
final class PacketIds {

    private static final int HALF = 0x8000;

    private final int window;
    private final BitSet own = new BitSet();
    private final Map<Integer, Integer> toClient = new HashMap<>();
    private final Map<Integer, Integer> toArtemis = new HashMap<>();
    private int ownUnderWay;
    private int lastOwn;
    private int lastTranslated;

    /** @param window unacknowledged messages that the client takes at a time, at least 1 */
    PacketIds(int window) {
        this.window = Math.min(window, HALF - 1);
    }

    /** How many more messages the client takes now. */
    int free() {
        return window - ownUnderWay - toClient.size();
    }

    /** For a message of the node's own; only where one is {@link #free}. */
    int take() {
        int slot = own.nextClearBit((lastOwn + 1) % HALF);
        lastOwn = slot < HALF ? slot : own.nextClearBit(0);
        own.set(lastOwn);
        ownUnderWay++;
        return HALF | lastOwn;
    }

    /** The client has a message; false where it was none of the node's own. */
    boolean giveBack(int id) {
        if (id < HALF) {
            return false;
        }
        if (own.get(id - HALF)) {
            own.clear(id - HALF);
            ownUnderWay--;
        }
        return true;
    }

    /** The client's name for what Artemis sends under its own; a new one only where one is {@link #free}. */
    int toClient(int artemis) {
        Integer known = toClient.get(artemis);
        if (known != null) {
            return known;
        }
        do {
            lastTranslated = lastTranslated % (HALF - 1) + 1;
        } while (toArtemis.containsKey(lastTranslated));
        toClient.put(artemis, lastTranslated);
        toArtemis.put(lastTranslated, artemis);
        return lastTranslated;
    }

    /** Whether Artemis sent this already: then it has its place in the window. */
    boolean isUnderWay(int artemis) {
        return toClient.containsKey(artemis);
    }

    /** What the client answers, as Artemis knows it. @param last whether nothing follows, and the place is free again */
    int toArtemis(int id, boolean last) {
        Integer artemis = last ? toArtemis.remove(id) : toArtemis.get(id);
        if (artemis == null) {
            return id;
        }
        if (last) {
            toClient.remove(artemis);
        }
        return artemis;
    }
}
