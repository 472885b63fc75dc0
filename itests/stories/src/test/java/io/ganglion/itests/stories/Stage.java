// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a story plays: a folder of its own in {@code target}, with the homes of its nodes. */
final class Stage {

    private Stage() {}

    /** An empty folder; what an earlier run left in it is gone. */
    static Path folder(String story) throws IOException {
        Path folder = Path.of(System.getProperty("stories.folder"), story).toAbsolutePath();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /** A node that is not started yet, on the assembly that this build made. */
    static Node node(String story) throws IOException {
        return Node.at(Ganglion.underTest(), folder(story), "node");
    }
}
