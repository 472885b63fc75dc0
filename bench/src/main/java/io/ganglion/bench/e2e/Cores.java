// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.e2e;

import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The load on one core, what is measured on another, where the machine has two and {@code taskset}. */
public final class Cores {

    public static final List<String> CONTENDER = prefix(1);
    static final List<String> LOAD = prefix(0);

    private Cores() {}

    private static List<String> prefix(int core) {
        boolean possible = Runtime.getRuntime().availableProcessors() > 1
                && List.of("/usr/bin/taskset", "/bin/taskset").stream()
                        .anyMatch(path -> new java.io.File(path).canExecute());
        return possible ? List.of("taskset", "-c", Integer.toString(core)) : List.of();
    }

    /** Moves this process, which is the load, to the load's core. */
    public static void moveHere() throws IOException {
        if (!LOAD.isEmpty()) {
            Ganglion.run(
                    new ProcessBuilder(
                            "taskset",
                            "-acp",
                            "0",
                            Long.toString(ProcessHandle.current().pid())),
                    10);
        }
    }

    static List<String> pinned(List<String> prefix, List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        return line;
    }
}
