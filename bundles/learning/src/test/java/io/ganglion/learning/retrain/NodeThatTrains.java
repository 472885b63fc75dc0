// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import io.ganglion.learning.SmallModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A node in a process of its own, for a test that kills it while its trainer runs. */
final class NodeThatTrains {
    private NodeThatTrains() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Plant plant = new Plant(folder).withModel("pump-slow", 1_000_000);
        plant.keep(SmallModel.pumps(Plant.START, Map.of()));
        School school = plant.school(Map.of());
        school.request("pump-slow", "op", "");
        long trainer = Plant.awaitTrainer(school);
        Path note = folder.resolve("trainer.tmp");
        Files.writeString(note, Long.toString(trainer));
        Files.move(note, folder.resolve("trainer.pid"));
        new CountDownLatch(1).await();
    }

    static Process start(Path folder) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"),
                "-Dsurefire.test.class.path="
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NodeThatTrains.class.getName(),
                folder.toString());
        File said = folder.resolve("said").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
    }

    static Optional<Long> trainer(Path folder) throws IOException {
        Path note = folder.resolve("trainer.pid");
        return Files.exists(note) ? Optional.of(Long.parseLong(Files.readString(note))) : Optional.empty();
    }
}
