// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import io.ganglion.itests.harness.Ganglion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code itests/drill NAME [--rounds N]}. */
public final class Drills {

    private static final List<Drill> ALL =
            List.of(new HotSwap(), new Kill9(), new KilledRefusals(), new Lifecycle(), new Loop(), new Newcomer());

    private Drills() {}

    public static void main(String[] arguments) throws Exception {
        String name = "";
        int rounds = 1;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--rounds") && i + 1 < arguments.length) {
                rounds = Integer.parseInt(arguments[++i]);
            } else {
                name = arguments[i];
            }
        }
        if (name.isEmpty()) {
            list();
            return;
        }
        for (Drill drill : ALL) {
            if (drill.name().equals(name)) {
                System.exit(run(drill, rounds) ? 0 : 1);
            }
        }
        System.err.println("no drill is called " + name + "; there are:");
        list();
        System.exit(2);
    }

    private static boolean run(Drill drill, int rounds) throws Exception {
        Path folder = Files.createTempDirectory("ganglion-drill");
        Outcome outcome = drill.run(Ganglion.here(), folder, rounds);
        outcome.faults().forEach(fault -> System.out.println("does not hold: " + fault));
        if (outcome.holds()) {
            delete(folder);
        } else {
            System.out.println("logs: " + folder);
        }
        System.out.println(outcome.line(drill.name()));
        return outcome.holds();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void list() {
        ALL.forEach(drill -> System.out.printf("%-15s %s%n", drill.name(), drill.about()));
    }
}
