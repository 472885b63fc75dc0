// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.policy;

import io.ganglion.api.contract.Observation;
import io.ganglion.uplink.message.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of all devices that arrived in one span of the clock, summed up. What belongs to a frame is decided by the rows
 * alone (when they arrived), so that a frame that is read again after a crash is the same frame. Not thread-safe.
 */
public final class Frame {

    /** So many devices, or so many rows, end a frame early. */
    private static final int DEVICES = 20_000;

    private static final int ROWS = 200_000;

    /** Rows are kept a little after they arrived. */
    private static final long GRACE = Duration.ofSeconds(2).toNanos();

    private final long span;
    private final Map<String, Summary> devices = new LinkedHashMap<>();
    private long number = Long.MIN_VALUE;
    private int rows;

    public Frame(Duration span) {
        this.span = span.toNanos();
    }

    /** Whether a row opens the next frame; then {@link #close} comes first. */
    public boolean isOver(Observation row) {
        return rows > 0
                && (Math.floorDiv(row.receivedAt(), span) != number || devices.size() >= DEVICES || rows >= ROWS);
    }

    /** @param position the row's place in the journal */
    public void add(Observation row, long position) {
        number = Math.floorDiv(row.receivedAt(), span);
        rows++;
        devices.computeIfAbsent(
                        row.contract().reference() + "/" + row.device(),
                        key -> new Summary(row.contract(), row.device()))
                .add(row, position);
    }

    /** Whether nothing more can arrive in it. */
    public boolean isOver(long now) {
        return rows > 0 && now - GRACE >= (number + 1) * span;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    public List<Summary> close() {
        List<Summary> closed = new ArrayList<>(devices.values());
        devices.clear();
        rows = 0;
        return closed;
    }
}
