// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clones into an empty folder and runs the README's two commands as they are written there. */
final class Newcomer implements Drill {

    private static final Pattern COMMANDS = Pattern.compile("## Two commands.*?```\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FIRST_INSIGHT = Pattern.compile("\\b(commissioning|normal|anomalous)\\b");
    private static final int PATIENCE_S = 1_800;

    @Override
    public String name() {
        return "newcomer";
    }

    @Override
    public String about() {
        return "a fresh clone, and the README's two commands as written";
    }

    @Override
    public Outcome run(Ganglion ganglion, Path folder, int rounds) throws Exception {
        List<String> faults = new ArrayList<>();
        Map<String, Long> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Path clone = folder.resolve("clone-" + round);
            must(new ProcessBuilder("git", "clone", "-q", ganglion.root().toString(), clone.toString()), faults);
            for (String command : commands(clone)) {
                long began = System.nanoTime();
                if (command.startsWith("./ganglion demo")) {
                    demo(clone, command, faults);
                    figures.put("demo_ms", (System.nanoTime() - began) / 1_000_000);
                } else {
                    must(shell(clone, command), faults);
                    figures.put("test_ms", (System.nanoTime() - began) / 1_000_000);
                }
                System.out.printf("%-24s %,d ms%n", command, (System.nanoTime() - began) / 1_000_000);
            }
        }
        return new Outcome(figures, faults);
    }

    private static List<String> commands(Path clone) throws IOException {
        Matcher block = COMMANDS.matcher(Files.readString(clone.resolve("README.md")));
        if (!block.find()) {
            throw new IOException("README.md has no commands under \"Two commands\"");
        }
        return block.group(1)
                .lines()
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Until the first insight of this machine's own sensors is on the screen; then it is ended as Ctrl-C ends it. */
    private static void demo(Path clone, String command, List<String> faults) throws Exception {
        Path screen = clone.resolveSibling(clone.getFileName() + "-demo.log");
        // A home and ports of its own: a demo may be running on this machine.
        ProcessBuilder demo = shell(
                clone,
                "exec " + command + " --home '" + clone.resolveSibling("demo-home") + "' --port-offset "
                        + (20_000 + ProcessHandle.current().pid() % 20_000));
        Process process =
                demo.redirectErrorStream(true).redirectOutput(screen.toFile()).start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (process.isAlive()
                    && System.nanoTime() < deadline
                    && !FIRST_INSIGHT.matcher(Files.readString(screen)).find()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            String text = Files.readString(screen);
            System.out.println(text);
            if (!FIRST_INSIGHT.matcher(text).find()) {
                faults.add("the demo showed no insight");
            }
        } finally {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }

    private static ProcessBuilder shell(Path clone, String command) {
        return new ProcessBuilder("bash", "-c", command).directory(clone.toFile());
    }

    private static void must(ProcessBuilder command, List<String> faults) throws IOException {
        Ganglion.Output output = Ganglion.run(command, PATIENCE_S);
        if (output.code() != 0) {
            faults.add(String.join(" ", command.command()) + " ended with " + output.code());
            System.out.println(output.text());
        }
    }
}
