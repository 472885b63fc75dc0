// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes of one partition, at most a fixed number; the least recently seen goes first, and those that never sent
 * anything good before all others, so that a flood of invented names cannot push out a plant.
 *
 * <p>Changed by the partition's thread alone, read by any.
 */
final class Lanes {

    private final int limit;
    private final ConcurrentHashMap<Lane.Key, Lane> byKey = new ConcurrentHashMap<>();
    private final Lane known = ring();
    private final Lane strangers = ring();

    Lanes(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: limit=" + limit);
        }
        this.limit = limit;
    }

    private static Lane ring() {
        Lane anchor = new Lane(new Lane.Key("", ""));
        anchor.before = anchor;
        anchor.after = anchor;
        return anchor;
    }

    /** The device's lane, made where there is none. */
    Lane of(String contract, String device) {
        Lane.Key key = new Lane.Key(contract, device);
        Lane lane = byKey.get(key);
        if (lane != null) {
            return lane;
        }
        Lane made = new Lane(key);
        byKey.put(key, made);
        append(strangers, made);
        if (byKey.size() > limit) {
            evict(strangers.after == made ? known.after : strangers.after);
        }
        return made;
    }

    private void evict(Lane lane) {
        // With a limit of 1 the only other lane may be an anchor.
        if (lane != known) {
            unlink(lane);
            byKey.remove(lane.key);
            lane.gone = true;
        }
    }

    /** Moves the lane to the end that is evicted last. */
    void touch(Lane lane) {
        Lane ring = lane.isKnown() ? known : strangers;
        if (ring.before != lane) {
            unlink(lane);
            append(ring, lane);
        }
    }

    /** The lane, or null. */
    Lane find(String contract, String device) {
        return byKey.get(new Lane.Key(contract, device));
    }

    Collection<Lane> all() {
        return byKey.values();
    }

    private static void append(Lane ring, Lane lane) {
        lane.before = ring.before;
        lane.after = ring;
        ring.before.after = lane;
        ring.before = lane;
    }

    private static void unlink(Lane lane) {
        if (lane.after != null) {
            lane.before.after = lane.after;
            lane.after.before = lane.before;
        }
    }
}
