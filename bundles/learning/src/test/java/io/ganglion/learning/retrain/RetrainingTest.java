// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.feedback.Label;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.api.learning.Retraining.Firing;
import io.ganglion.api.learning.Retraining.Outcome;
import io.ganglion.learning.SmallModel;
import io.ganglion.learning.Train;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings, each in a process of its own, out of a real history. */
class RetrainingTest {
    private static final Map<String, Object> WILLING = Map.of("tolerance_percent", 100.0);

    @TempDir
    Path folder;

    @Test
    void aRequest_makesACandidate_withItsWholeOrigin_thatComesOutTheSameInAnotherProcess() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of()));
            plant.add(label("pump-1", 900, 960, Finding.CONFIRMED));
            plant.add(label("pump-2", 900, 930, Finding.MAINTENANCE));
            plant.add(label("pump-3", 900, 920, Finding.REFUTED));
            try (School school = plant.school(WILLING)) {
                Firing firing = Plant.awaitEnd(
                        school,
                        school.request("pump-small", "op", "new bearings").number());

                assertThat(firing.outcome()).as(firing.explanation()).isEqualTo(Outcome.CANDIDATE);
                assertThat(firing.candidate().orElseThrow()).hasToString("pump-small@1.1.0");
                assertThat(firing.explanation()).contains("no registry on this node", "held-out rows", "balance");
                assertThat(folder.resolve("learning/work")).isEmptyDirectory();
            }
            Path kept = folder.resolve("learning/candidates/pump-small@1.1.0");
            cardTellsTheOrigin(kept.resolve("model.jar"));
            Path parent = parentOnDisk(plant);
            Path again = folder.resolve("again");
            assertThat(reproduced(kept, parent, again)).contains("the same to the bit");
            assertThat(again.resolve("network.zip"))
                    .hasBinaryContent(entry(kept.resolve("model.jar"), "model/network.zip"));
            assertThat(again.resolve("probes.json"))
                    .hasBinaryContent(entry(kept.resolve("model.jar"), "model/probes.json"));
            assertThat(again.resolve("model.json"))
                    .hasBinaryContent(entry(kept.resolve("model.jar"), "model/model.json"));
            assertThat(again.resolve("reference.json"))
                    .hasBinaryContent(entry(kept.resolve("model.jar"), "model/reference.json"));
            assertThat(again.resolve("card.json"))
                    .hasBinaryContent(entry(kept.resolve("model.jar"), "model/card.json"));
        }
    }

    private static void cardTellsTheOrigin(Path jar) throws IOException {
        JsonNode card = new ObjectMapper().readTree(entry(jar, "model/card.json"));
        assertThat(card.at("/origin/data").asText()).hasSize(64);
        assertThat(card.at("/retraining/parent").asText()).isEqualTo("pump-small@1.0.0");
        assertThat(card.at("/retraining/warmFrom").asText()).hasSize(64);
        assertThat(card.at("/retraining/evidence/reason").asText()).isEqualTo("new bearings");
        assertThat(card.at("/retraining/labels/CONFIRMED").asInt()).isEqualTo(1);
        assertThat(card.at("/retraining/window/faultRows").asText()).isEqualTo("60");
        assertThat(card.at("/retraining/window/maintenanceRowsLeftOut").asText())
                .isEqualTo("30");
        assertThat(card.at("/retraining/window/refutedRows").asText()).isEqualTo("20");
        assertThat(card.at("/retraining/candidate/faultRows").asLong()).isEqualTo(60);
        assertThat(card.at("/retraining/limits/heapMb").asLong()).isEqualTo(384);
        try (JarFile bundle = new JarFile(jar.toFile())) {
            assertThat(bundle.getManifest().getMainAttributes().getValue("Provide-Capability"))
                    .isEqualTo("ganglion.model;model=\"pump-small\";version:Version=\"1.1.0\";contract=\"Pump\"");
        }
    }

    private Path parentOnDisk(Plant plant) throws IOException {
        Path parent = folder.resolve("parent");
        Files.createDirectories(parent.resolve("model"));
        Files.write(
                parent.resolve("model/network.zip"),
                plant.models.get(Plant.CHAMPION).get("network.zip"));
        return parent;
    }

    private static String reproduced(Path kept, Path parent, Path out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Train.class.getName(),
                "--from-card",
                kept.resolve("model.jar").toString(),
                kept.resolve("rows.gz").toString(),
                parent.toString(),
                out.toString()));
        File said = out.resolveSibling("said").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        return Files.readString(said.toPath());
    }

    private static byte[] entry(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void aCandidateThatIsWorse_isDeclined_withTheFigures() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of()));
            // A rate at which nothing is learned any more, on top of parameters that were good.
            byte[] recipe = SmallModel.recipe("pump-small", 3)
                    .replace("learningRate: 0.01", "learningRate: 30")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            plant.models.get(Plant.CHAMPION).put("recipe.yaml", recipe);
            try (School school = plant.school(Map.of("tolerance_percent", 0.0, "start", "scratch"))) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-small", "op", "").number());

                assertThat(firing.outcome()).as(firing.explanation()).isEqualTo(Outcome.DECLINED);
                assertThat(firing.explanation()).contains("worse than what answers", "pump-small@1.0.0 has", "balance");
                assertThat(folder.resolve("learning/candidates")).doesNotExist();
            }
        }
    }

    @Test
    void aTrainerWithoutMemory_fails_saysWhichLimit_andLeavesNothingBehind() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of()));
            try (School school = plant.school(Map.of("heap_mb", 8))) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-small", "op", "").number());

                assertThat(firing.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(firing.explanation()).contains("out of memory", "heap_mb=8");
                assertThat(folder.resolve("learning/work")).isEmptyDirectory();
            }
        }
    }

    @Test
    void aTrainerThatTakesTooLong_isEnded() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-slow", 1_000_000)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of()));
            try (School school = plant.school(Map.of("wall_s", 2))) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-slow", "op", "").number());

                assertThat(firing.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(firing.explanation()).contains("longer than wall_s=2");
            }
        }
    }

    @Test
    void aTrainerThatIsKilled_fails_andTheNextOneRuns() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-slow", 1_000_000).withModel("pump-small", 3)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of()));
            try (School school = plant.school(WILLING)) {
                long slow = school.request("pump-slow", "op", "").number();
                long trainer = Plant.awaitTrainer(school);
                Firing behind = school.request("pump-small", "op", "");
                Firing joining = school.request("pump-slow", "op", "again");
                assertThat(behind.explanation()).isEqualTo("waits for the training before it");
                assertThat(joining.outcome()).isEqualTo(Outcome.DECLINED);
                assertThat(joining.explanation()).isEqualTo("joins retraining " + slow + ", which trains now");

                ProcessHandle.of(trainer).orElseThrow().destroyForcibly();

                assertThat(Plant.awaitEnd(school, slow).explanation()).contains("killed by signal 9");
                assertThat(Plant.awaitEnd(school, behind.number()).outcome()).isEqualTo(Outcome.CANDIDATE);
            }
        }
    }

    @Test
    void aNodeThatIsKilled_takesItsTrainerAlong_andSaysSoWhenItIsBack() throws Exception {
        Process node = NodeThatTrains.start(folder);
        try {
            long trainer = await().atMost(Duration.ofMinutes(3))
                    .until(() -> NodeThatTrains.trainer(folder), Optional::isPresent)
                    .orElseThrow();
            ProcessHandle child = ProcessHandle.of(trainer).orElseThrow();

            node.destroyForcibly().waitFor();

            await().atMost(Duration.ofMinutes(1)).until(() -> !child.isAlive());
        } finally {
            node.destroyForcibly();
        }
        try (Plant plant = new Plant(folder);
                School school = plant.school(Map.of())) {
            Firing firing = Plant.firing(school, 1);
            assertThat(firing.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(firing.explanation()).isEqualTo("the node stopped meanwhile");
            assertThat(folder.resolve("learning/work")).doesNotExist();
        }
    }

    @Test
    void tooLittleData_isDeclined_withHowMuchThereIs() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of("rows", "100")));
            try (School school = plant.school(Map.of())) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-small", "op", "").number());

                assertThat(firing.outcome()).isEqualTo(Outcome.DECLINED);
                assertThat(firing.explanation()).startsWith("too little data: 400 healthy rows of 4 devices");
            }
        }
    }

    @Test
    void aNodeWithoutTheLibrary_saysWhatToInstall() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3)) {
            plant.missing = "install feature ganglion-dl4j-linux-x86_64";
            try (School school = plant.school(Map.of())) {
                Firing firing = Plant.awaitEnd(
                        school, school.request("pump-small", "op", "").number());

                assertThat(firing.outcome()).isEqualTo(Outcome.DECLINED);
                assertThat(firing.explanation()).contains("install feature ganglion-dl4j-linux-x86_64");
            }
        }
    }

    @Test
    void anUnknownModel_isAnsweredWithThoseThereAre() throws Exception {
        try (Plant plant = new Plant(folder).withModel("pump-small", 3);
                School school = plant.school(Map.of())) {
            assertThatThrownBy(() -> school.request("pump-smell", "op", ""))
                    .hasMessageContaining("pump-smell")
                    .hasMessageContaining("there are: pump-small");
        }
    }

    static Label label(String device, int fromSecond, int toSecond, Finding finding) {
        Instant start = Instant.parse(Plant.START);
        return new Label(
                device + fromSecond,
                "Pump",
                device,
                start.plusSeconds(fromSecond),
                start.plusSeconds(toSecond),
                finding,
                "",
                Optional.empty(),
                "anna",
                Plant.NOW);
    }
}
