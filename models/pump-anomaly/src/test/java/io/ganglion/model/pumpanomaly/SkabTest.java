// SPDX-License-Identifier: Apache-2.0
package io.ganglion.model.pumpanomaly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * The model on a real test bed it was not trained on: Skoltech Anomaly Benchmark v0.9, 16 runs with a closing valve. The
 * first 400 rows of a run commission it, the rest is scored, all runs pooled. The truth is never an input.
 */
class SkabTest {
    private static final Path RUNS = Path.of(System.getProperty("ganglion.shared"), "data", "skab", "valve1");
    private static final Path MODEL = Path.of("target", "classes", "model");
    private static final int LEARNING_ROWS = 400;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Decoder decoder = one(ContractCompiler.class).compile(Path.of("..", "pump", "target", "classes"));
    private final Scoring scoring = one(Scoring.class);

    private record Run(List<Observation> rows, List<Boolean> truth) {}

    private record Figures(long hits, long falseAlarms, long misses, long calm) {
        Figures plus(boolean flagged, boolean anomalous) {
            return new Figures(
                    hits + (flagged && anomalous ? 1 : 0),
                    falseAlarms + (flagged && !anomalous ? 1 : 0),
                    misses + (!flagged && anomalous ? 1 : 0),
                    calm + (!flagged && !anomalous ? 1 : 0));
        }

        double f1() {
            return 2.0 * hits / (2 * hits + falseAlarms + misses);
        }

        double falseAlarmRate() {
            return (double) falseAlarms / (falseAlarms + calm);
        }

        double missedAlarmRate() {
            return (double) misses / (misses + hits);
        }

        String row(String name) {
            return String.format(
                    "%-18s F1 %.3f  FAR %5.2f %%  MAR %5.2f %%  rows %d",
                    name, f1(), 100 * falseAlarmRate(), 100 * missedAlarmRate(), hits + falseAlarms + misses + calm);
        }
    }

    @Test
    void closingValvesOfTheTestBed_areFound_withFewerFalseAlarmsThanPublishedRows() throws Exception {
        assumeTrue(Files.isDirectory(RUNS), "no test bed data at " + RUNS.toAbsolutePath() + ": nothing is measured");
        ModelSpec spec =
                new ObjectMapper().readValue(MODEL.resolve("model.json").toFile(), ModelSpec.class);
        byte[] network = Files.readAllBytes(MODEL.resolve("network.zip"));
        Figures ours = new Figures(0, 0, 0, 0);
        Figures all = ours;
        for (int i = 0; i < 16; i++) {
            Run run = read(RUNS.resolve(i + ".csv"));
            ModelSpec own = scoring.commission(spec, network, run.rows().subList(0, LEARNING_ROWS));
            double[] scores = scoring.scores(own, network, run.rows());
            for (int row = LEARNING_ROWS; row < scores.length; row++) {
                ours = ours.plus(scores[row] > own.threshold(), run.truth().get(row));
                all = all.plus(true, run.truth().get(row));
            }
        }
        System.out.println(ours.row("pump-anomaly"));
        System.out.println(all.row("flag everything"));
        assertThat(ours.falseAlarmRate()).isLessThan(0.135);
        assertThat(ours.f1()).isGreaterThan(0.80);
    }

    private Run read(Path csv) throws IOException {
        List<Observation> rows = new ArrayList<>();
        List<Boolean> truth = new ArrayList<>();
        List<String> lines = Files.readAllLines(csv);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(";", -1);
            rows.add((Observation) decoder.decode(payload(cells)));
            truth.add(Double.parseDouble(cells[9]) > 0);
        }
        return new Run(rows, truth);
    }

    private static Payload payload(String[] cells) {
        long seconds = LocalDateTime.parse(cells[0], TIME).toEpochSecond(ZoneOffset.UTC);
        String json = "{\"id\":\"urn:ngsi-ld:Pump:bed\",\"type\":\"Pump\",\"dateObserved\":\""
                + cells[0].replace(' ', 'T') + "Z\",\"vibrationX\":" + cells[1] + ",\"vibrationY\":" + cells[2]
                + ",\"motorCurrent\":" + cells[3] + ",\"dischargePressure\":" + cells[4] + ",\"motorTemperature\":"
                + cells[5] + ",\"fluidTemperature\":" + cells[6] + ",\"supplyVoltage\":" + cells[7] + ",\"flow\":"
                + cells[8] + "}";
        return new Payload(
                "bed", "Pump", "bed", "skab", "application/json", json.getBytes(UTF_8), seconds * 1_000_000_000L);
    }

    private static <T> T one(Class<T> type) {
        return ServiceLoader.load(type).findFirst().orElseThrow();
    }
}
