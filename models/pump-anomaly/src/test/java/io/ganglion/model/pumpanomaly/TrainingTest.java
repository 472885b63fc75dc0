// SPDX-License-Identifier: Apache-2.0
package io.ganglion.model.pumpanomaly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.learning.Train;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from recipe to files, with the source, the contract and the scoring that the node has. */
class TrainingTest {
    private static final Path RECIPE = Path.of("src", "test", "resources", "small.yaml");

    @TempDir
    Path folder;

    @Test
    void theSameRecipe_makesTheSameBytes_inEveryFile() throws IOException {
        Path once = train("once");
        Path again = train("again");

        assertThat(files(again)).containsExactlyEntriesOf(files(once));
        assertThat(files(once))
                .containsOnlyKeys(
                        "card.json", "model.json", "network.zip", "probes.json", "recipe.yaml", "reference.json");
    }

    @Test
    void theCard_tellsTheOrigin() throws IOException {
        JsonNode card =
                new ObjectMapper().readTree(train("card").resolve("card.json").toFile());

        assertThat(card.at("/origin/data").asText()).hasSize(64);
        assertThat(card.at("/origin/rows").asLong()).isEqualTo(2700);
        assertThat(card.at("/origin/rejected").isEmpty()).isTrue();
        assertThat(card.at("/platform/dl4j").asText()).startsWith("1.0.0");
        assertThat(card.at("/metrics/detections/0/devices").asInt()).isEqualTo(2);
    }

    @Test
    void anUnchangedRecipe_isNotTrainedAgain() throws IOException {
        Path out = train("idle");
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(out.resolve("network.zip"), before);

        train("idle");

        assertThat(Files.getLastModifiedTime(out.resolve("network.zip"))).isEqualTo(before);
    }

    private Path train(String name) {
        Path out = folder.resolve(name);
        Train.main(new String[] {
            RECIPE.toString(), Path.of("..", "pump", "target", "classes").toString(), out.toString()
        });
        return out;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
