// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process uses, as its system tells. */
final class Usage {
    private Usage() {}

    /** Processor time so far; zero where the system does not tell. */
    static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that it ever had in RAM, MB; 0 where the system has no {@code /proc}, or it is gone. */
    static long peakMb(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** What lies in a folder, MB. Files that go meanwhile count nothing. */
    static long folderMb(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum() >> 20;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
