// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.dl4j.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** A small model of simulated pumps, trained by the very trainer, and the pumps' rows. */
public final class SmallModel {
    private static final Path CONTRACT = Path.of("..", "..", "models", "pump", "released", "1.0.0");

    private SmallModel() {}

    public static String recipe(String name, int epochs) {
        return """
                model: %s
                version: 1.0.0
                contract: Pump
                source: {name: machine, settings: {seed: "5", devices: "3", rows: "900"}}
                inputs: [{attribute: vibrationX}, {attribute: motorCurrent}, {attribute: flow}]
                window: 5
                smoothing: 5
                network: {hidden: [8, 1, 8], activation: TANH}
                training: {seed: 1, epochs: %d, batch: 32, learningRate: 0.01, patience: %d, heldOut: 0.3, farthest: 20}
                threshold: {quantile: 0.99, margin: 2}
                driftQuantile: 0.5
                commissioning: {rows: 200, quantile: 0.99, margin: 2}
                intendedUse: a test
                limits: []
                """
                .formatted(name, epochs, epochs);
    }

    /** The files below {@code model/}. */
    public static Map<String, byte[]> files(String name, int epochs) throws Exception {
        Backend.start(Path.of("target", "javacpp"));
        byte[] yaml = recipe(name, 3).getBytes(UTF_8);
        Trainer.Trained trained = new Trainer(
                        one(TrainingSource.class), one(ContractCompiler.class).compile(CONTRACT), one(Scoring.class))
                .train(Recipe.read(yaml));
        Map<String, byte[]> files = new TreeMap<>();
        files.put("model.json", Card.json().writeValueAsBytes(trained.spec()));
        files.put("network.zip", trained.network());
        files.put("recipe.yaml", recipe(name, epochs).getBytes(UTF_8));
        return files;
    }

    /** Pumps at 1 Hz, the first reading at {@code start}; as the door lets them in. */
    public static List<Observation> pumps(String start, Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("seed", "9", "devices", "4", "rows", "1500", "start", start));
        settings.putAll(more);
        Decoder decoder = one(ContractCompiler.class).compile(CONTRACT);
        List<Observation> rows = new ArrayList<>();
        one(TrainingSource.class)
                .payloads(settings)
                .forEachOrdered(payload -> rows.add((Observation) decoder.decode(payload)));
        return rows;
    }

    private static <T> T one(Class<T> type) {
        return ServiceLoader.load(type).findFirst().orElseThrow();
    }
}
