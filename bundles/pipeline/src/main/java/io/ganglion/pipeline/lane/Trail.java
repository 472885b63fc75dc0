// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import io.ganglion.api.contract.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last observations of a partition, of all its devices together: memory is bounded whatever the number of devices.
 *
 * <p>One thread writes, any thread reads.
 */
final class Trail {

    /** Rows that the writer may be ahead of what it has shown: a batch. */
    static final int AHEAD = 1024;

    private final AtomicReferenceArray<Observation> ring;
    private final int mask;
    private volatile long written;
    private long next;

    /** @param rows a power of two of at least {@code 2 * AHEAD} */
    Trail(int rows) {
        if (Integer.bitCount(rows) != 1 || rows < 2 * AHEAD) {
            throw new IllegalArgumentException("rows must be a power of two of at least " + 2 * AHEAD + ": " + rows);
        }
        ring = new AtomicReferenceArray<>(rows);
        mask = rows - 1;
    }

    void add(Observation observation) {
        ring.setRelease((int) next++ & mask, observation);
    }

    /** Shows what was added to readers: once a batch, because it costs a fence. */
    void show() {
        written = next;
    }

    /** The newest observations of a device, newest first. */
    List<Observation> of(String device, int limit) {
        List<Observation> found = new ArrayList<>();
        for (long at = written - 1; at >= 0 && found.size() < limit; at--) {
            Observation observation = ring.getAcquire((int) at & mask);
            // Looked at after the read: the writer may have lapped us meanwhile.
            if (written - at > ring.length() - AHEAD) {
                break;
            }
            if (observation.device().equals(device)) {
                found.add(observation);
            }
        }
        return found;
    }
}
