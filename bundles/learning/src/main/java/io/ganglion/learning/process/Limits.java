// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

import java.time.Duration;
import java.util.Map;

/**
 * What a trainer may use. Held by the JVM's own options, by the kernel where it can, and by whoever watches it.
 *
 * @param heapMb Java heap, MB
 * @param nativeMb memory of the network library outside of the heap, MB
 * @param memoryMb of the whole process in RAM, MB
 * @param cpu processor time
 * @param wall time on the clock
 * @param diskMb of its folder, MB
 */
public record Limits(int heapMb, int nativeMb, int memoryMb, Duration cpu, Duration wall, int diskMb) {
    public Limits {
        if (heapMb < 1
                || nativeMb < 1
                || memoryMb < 1
                || diskMb < 1
                || cpu.compareTo(Duration.ZERO) <= 0
                || wall.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("limits are positive: heap_mb=" + heapMb + " native_mb=" + nativeMb
                    + " memory_mb=" + memoryMb + " cpu_s=" + cpu.toSeconds() + " wall_s=" + wall.toSeconds()
                    + " disk_mb=" + diskMb);
        }
    }

    /** For the card. */
    public Map<String, Long> named() {
        return Map.of(
                "heapMb", (long) heapMb,
                "nativeMb", (long) nativeMb,
                "memoryMb", (long) memoryMb,
                "cpuSeconds", cpu.toSeconds(),
                "wallSeconds", wall.toSeconds(),
                "diskMb", (long) diskMb);
    }
}
