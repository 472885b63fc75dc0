// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has cost, from {@code /proc}: user and system time of all its threads, and its memory. */
public final class CpuTime {

    /** Linux counts in hundredths of a second for every program, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /** CPU-seconds since the process began. */
    public static double seconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name in parentheses may hold blanks; the fields that follow it do not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory, MB. */
    public static double residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no resident size: pid=" + pid));
    }
}
