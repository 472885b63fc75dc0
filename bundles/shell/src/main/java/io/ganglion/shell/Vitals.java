// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.shell.print.Listing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that the node is.
 *
 * @param pid of the operating system
 * @param uptimeMillis since the JVM started
 * @param heapBytes used on the heap, garbage included
 * @param residentBytes of memory that the operating system counts; -1 where it does not say
 */
record Vitals(long pid, long uptimeMillis, long heapBytes, long residentBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");

    static Vitals current() {
        Runtime runtime = Runtime.getRuntime();
        return new Vitals(
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                runtime.totalMemory() - runtime.freeMemory(),
                resident());
    }

    private static long resident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    Map<String, Object> fact() {
        return Listing.fact(
                "pid", pid,
                "uptimeMs", uptimeMillis,
                "heapBytes", heapBytes,
                "residentBytes", residentBytes);
    }

    /** {@code 41 MB of heap, 172 MB resident}. */
    String memory() {
        String heap = (heapBytes >> 20) + " MB of heap";
        return residentBytes < 0 ? heap : heap + ", " + (residentBytes >> 20) + " MB resident";
    }
}
