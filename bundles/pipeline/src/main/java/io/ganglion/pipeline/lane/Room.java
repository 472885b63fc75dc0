// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

/**
 * The bounds of one partition.
 *
 * @param rows parcels waiting or being worked on, at most
 * @param bytes the memory they may hold
 * @param batch the greatest micro-batch, rows
 * @param payload the greatest body that is decoded, bytes
 * @param devices lanes kept
 * @param tail observations kept for people to look at
 */
public record Room(int rows, long bytes, int batch, int payload, int devices, int tail) {
    public Room {
        requireBetween("queue_rows", rows, 1, 1 << 20);
        requireBetween("batch_rows", batch, 1, Trail.AHEAD);
        requireBetween("max_payload_bytes", payload, Parcel.BEGINNING, 16 << 20);
        requireBetween("queue_bytes", bytes, 2L * payload, 1L << 34);
        requireBetween("devices", devices, 1, 10_000_000);
        requireBetween("tail_rows", tail, 1, 1 << 20);
    }

    private static void requireBetween(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ": " + what + "=" + value);
        }
    }

    /** The tail's ring: a power of two with room for a batch that readers must keep off. */
    int trail() {
        return Math.max(2 * Trail.AHEAD, Integer.highestOneBit(tail + Trail.AHEAD - 1) << 1);
    }
}
