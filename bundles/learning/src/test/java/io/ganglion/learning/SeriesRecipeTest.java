// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.model.Engine;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that look at series: from a recipe to what a node scores with, by the very trainer of the build. */
class SeriesRecipeTest {
    private static final Path CONTRACT = Path.of("..", "..", "models", "pump", "released", "1.0.0");
    private static final int INPUTS = 3;
    private static final int STEPS = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{hidden: [6, 3, 6], activation: TANH, layers: lstm, steps: 6}",
                "{hidden: [6, 2, 6], activation: TANH, layers: conv1d, steps: 6, kernel: 3}"
            })
    void aSeriesModel_isTrainedPackagedAndScoredByTheCompiledEngine(String network) throws Exception {
        Path out = trained(network, "out");

        ModelSpec spec = Card.json().readValue(out.resolve("model.json").toFile(), ModelSpec.class);
        assertThat(spec.steps()).isEqualTo(STEPS);
        probesHold(out);
        JsonNode card = new ObjectMapper().readTree(out.resolve("card.json").toFile());
        assertThat(card.findValue("detected").asInt()).isEqualTo(2);
        byte[] archive = Files.readAllBytes(out.resolve("network.zip"));
        double[] scores = ServiceLoader.load(Scoring.class)
                .findFirst()
                .orElseThrow()
                .scores(spec, archive, SmallModel.pumps("2026-01-01T00:00:00Z", java.util.Map.of("devices", "1")));
        int blind = STEPS - 1;
        assertThat(scores[blind - 1]).as("too few rows for a series").isNaN();
        assertThat(scores[blind]).isPositive();
    }

    @Test
    void theSameRecipe_givesTheSameBytes() throws Exception {
        String network = "{hidden: [4, 2, 4], activation: TANH, layers: lstm, steps: 6}";
        assertThat(trained(network, "first").resolve("network.zip"))
                .hasSameBinaryContentAs(trained(network, "second").resolve("network.zip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{hidden: [4], activation: TANH, layers: lstm}",
                "{hidden: [4], activation: TANH, layers: dense, steps: 6}",
                "{hidden: [4], activation: TANH, layers: conv1d, steps: 6, kernel: 9}",
                "{hidden: [4], activation: TANH, layers: lstm, steps: 6, kernel: 3}",
                "{hidden: [4], activation: TANH, layers: gru, steps: 6}",
                "{hidden: [], activation: TANH}"
            })
    void aNetworkThatCannotBe_isRefusedByItsRecipe(String network) {
        assertThatThrownBy(() -> Recipe.read(recipe(network).getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @Test
    void aSeriesIsAsLongAsItsSteps_theNewestLast() {
        var rows = Fleet.device("a", 0, 100);
        Recipe plain = Fleet.recipe("");
        Series device = Series.of(plain, Split.of(java.util.List.of(rows), 0.4), rows);
        Windows windows = new Windows(plain.window(), STEPS, 1e9);
        windows.add(Fleet.identity(plain), device, 0, 60);

        float[] first = windows.rows().get(0);
        assertThat(first).hasSize(STEPS * 2);
        // The fleet's first attribute counts rows, and each step averages five of them.
        for (int step = 0; step < STEPS; step++) {
            assertThat(first[step * 2]).isEqualTo(2 + step);
        }
    }

    private Path trained(String network, String name) throws Exception {
        Path recipe = Files.writeString(folder.resolve(name + ".yaml"), recipe(network));
        Path out = folder.resolve(name);
        assertThat(Train.train(recipe, CONTRACT, out)).startsWith("pump-series@1.0.0");
        return out;
    }

    private static void probesHold(Path out) throws Exception {
        Probes probes = new ObjectMapper().readValue(out.resolve("probes.json").toFile(), Probes.class);
        Engine compiled = ServiceLoader.load(Engine.class).findFirst().orElseThrow();
        try (Network network = compiled.load(Files.readAllBytes(out.resolve("network.zip")), STEPS)) {
            assertThat(network.inputs()).isEqualTo(STEPS * INPUTS);
            float[] row = new float[network.outputs()];
            for (int probe = 0; probe < probes.inputs().length; probe++) {
                network.newRunner().run(probes.inputs()[probe], 1, row);
                for (int i = 0; i < row.length; i++) {
                    float expected = probes.outputs()[probe][i];
                    assertThat(row[i]).isCloseTo(expected, within(expected));
                }
            }
        }
    }

    private static org.assertj.core.data.Offset<Float> within(float expected) {
        return org.assertj.core.data.Offset.offset(1e-5f * Math.max(1, Math.abs(expected)));
    }

    private static String recipe(String network) {
        return """
                model: pump-series
                version: 1.0.0
                contract: Pump
                source: {name: machine, settings: {seed: "5", devices: "3", rows: "900"}}
                faults:
                  - {name: valve closing, settings: {devices: "2", rows: "500", fault: valve_closing, fault_from: "300", fault_severity: "0.8"}, onset: 300}
                inputs: [{attribute: vibrationX}, {attribute: motorCurrent}, {attribute: flow}]
                window: 4
                smoothing: 5
                network: %s
                training: {seed: 1, epochs: 3, batch: 32, learningRate: 0.01, patience: 3, heldOut: 0.3, farthest: 20}
                threshold: {quantile: 0.99, margin: 2}
                driftQuantile: 0.5
                commissioning: {rows: 200, quantile: 0.99, margin: 2}
                intendedUse: a test
                limits: []
                """
                .formatted(network);
    }
}
