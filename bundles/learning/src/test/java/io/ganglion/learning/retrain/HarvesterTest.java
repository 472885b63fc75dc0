// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.feedback.Label.Finding;
import io.ganglion.learning.SmallModel;
import io.ganglion.learning.job.DeviceRows;
import io.ganglion.learning.job.Mark;
import io.ganglion.learning.job.RowsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of a real history. */
class HarvesterTest {
    private static final Policy.Span ALL = new Policy.Span(Duration.ofHours(2), 100_000, 100);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("rows.gz");
    }

    @Test
    void rowsComeBackAsTheyWere_andTheDigestIsThatOfTheContent() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of("devices", "2", "rows", "700")));
            Harvester.Taken taken = take(plant, ALL);
            RowsFile rows = RowsFile.read(file());

            assertThat(rows.digest()).isEqualTo(taken.digest()).hasSize(64);
            assertThat(rows.devices()).extracting(DeviceRows::device).containsExactly("pump-1", "pump-2");
            Observation first = SmallModel.pumps(Plant.START, Map.of("devices", "1", "rows", "1"))
                    .get(0);
            Observation read = rows.devices().get(0).rows().get(0);
            assertThat(read.values()).containsExactly(first.values());
            assertThat(read.time()).isEqualTo(first.time());
            assertThat(take(plant, ALL).digest()).isEqualTo(taken.digest());
        }
    }

    @Test
    void labelsDecideWhatIsLearnedFrom() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of("devices", "1", "rows", "1000")));
            plant.add(RetrainingTest.label("pump-1", 500, 600, Finding.MISSED));
            plant.add(RetrainingTest.label("pump-1", 550, 560, Finding.REFUTED));
            plant.add(RetrainingTest.label("pump-1", 590, 650, Finding.MAINTENANCE));
            plant.add(RetrainingTest.label("pump-1", 700, 710, Finding.REFUTED));
            plant.add(RetrainingTest.label("pump-of-which-there-is-no-row", 0, 10, Finding.CONFIRMED));
            Harvester.Taken taken = take(plant, ALL);
            DeviceRows pump = RowsFile.read(file()).devices().get(0);

            assertThat(pump.rows()).hasSize(940);
            assertThat(pump.marks().stream().filter(mark -> mark == Mark.FAULT)).hasSize(90);
            assertThat(pump.healthy()).hasSize(850);
            assertThat(pump.refuted().cardinality()).isEqualTo(10);
            assertThat(pump.healthy().get(pump.refuted().nextSetBit(0)).time())
                    .isEqualTo(pump.rows().get(0).time() + 700_000_000_000L);
            assertThat(taken.labels())
                    .containsEntry("REFUTED", 2)
                    .containsEntry("MAINTENANCE", 1)
                    .containsEntry("MISSED", 1)
                    .doesNotContainKey("CONFIRMED");
        }
    }

    @Test
    void moreRowsThanFit_areThinnedByStretches_overTheWholeWindow() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of("devices", "1", "rows", "3500")));
            take(plant, new Policy.Span(Duration.ofHours(2), 1_500, 100));
            long[] times = RowsFile.read(file()).devices().get(0).rows().stream()
                    .mapToLong(Observation::time)
                    .toArray();

            assertThat(times.length).isBetween(1_000, 1_500);
            assertThat(times).isSorted();
            assertThat(times[times.length - 1] - times[0]).isGreaterThan(2_000L * 1_000_000_000L);
            assertThat(Arrays.stream(times).distinct()).hasSize(times.length);
        }
    }

    @Test
    void aDeviceOlderThanTheWindow_bringsTheRowsThatCommissionedIt() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.keep(SmallModel.pumps("2026-02-28T00:00:00Z", Map.of("devices", "1", "rows", "500")));
            plant.keep(SmallModel.pumps(Plant.START, Map.of("devices", "1", "rows", "500")));
            take(plant, ALL);
            RowsFile rows = RowsFile.read(file());
            DeviceRows pump = rows.devices().get(0);

            assertThat(pump.rows().stream().filter(row -> row.time() < rows.windowFrom()))
                    .hasSize(225);
            assertThat(pump.rows()).hasSize(725);
        }
    }

    @Test
    void aTrainingFileThatIsCutOff_isNeverTakenForWhole() throws Exception {
        try (Plant plant = new Plant(folder)) {
            plant.keep(SmallModel.pumps(Plant.START, Map.of("devices", "1", "rows", "500")));
            take(plant, ALL);
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> RowsFile.read(file())).hasMessageContaining("cut off");
    }

    private Harvester.Taken take(Plant plant, Policy.Span span) throws Exception {
        return new Harvester(plant.store, Optional.of(plant), span).take("Pump", 200, Plant.NOW, file());
    }
}
