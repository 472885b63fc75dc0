// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.Drift.Signal;
import io.ganglion.api.learning.Scoring;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.Window;
import io.ganglion.learning.drift.DriftSettings;
import io.ganglion.learning.drift.DriftStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The shipped model over simulated pumps, and the stage behind it, as on a node but for the wire. */
final class PumpFleet {
    private static final ModelId MODEL = ModelId.parse("pump-anomaly@1.0.0");

    private final TrainingSource machine = ServiceLoader.load(TrainingSource.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(source -> source.name().equals("machine"))
            .findFirst()
            .orElseThrow();
    private final Scoring scoring =
            ServiceLoader.load(Scoring.class).findFirst().orElseThrow();
    private final Decoder decoder;
    private final ModelSpec spec;
    private final byte[] network;

    PumpFleet(Path root) throws IOException {
        decoder = ServiceLoader.load(ContractCompiler.class)
                .findFirst()
                .orElseThrow()
                .compile(root.resolve("models/pump/target/classes"));
        Path model = root.resolve("models/pump-anomaly/target/classes/model");
        spec = new ObjectMapper().readValue(Files.readAllBytes(model.resolve("model.json")), ModelSpec.class);
        network = Files.readAllBytes(model.resolve("network.zip"));
    }

    /** One device's row, and what the model thinks of it. */
    record Thought(One window, Insight insight) {}

    private record One(Observation row) implements Window {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Observation get(int age) {
            return row;
        }
    }

    ModelSpec spec() {
        return spec;
    }

    Contract contract() {
        return rows("pump-0", 1, Map.of()).get(0).contract();
    }

    /** @param settings of the source that differ from a healthy pump at the mains */
    List<Observation> rows(String device, int rows, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("seed", "20260303", "drive", "mains", "device", device, "rows", Integer.toString(rows)));
        all.putAll(settings);
        return machine.payloads(all)
                .map(decoder::decode)
                .map(Observation.class::cast)
                .toList();
    }

    /** Commissioned and scored as a node would. */
    List<Thought> think(List<Observation> rows) throws ModelException {
        int first = spec.commissioning().rows();
        ModelSpec own = scoring.commission(spec, network, rows.subList(0, first));
        double[] scores = scoring.scores(own, network, rows);
        double[] errors = new double[rows.get(0).values().length];
        List<Thought> thoughts = new ArrayList<>(rows.size());
        for (int i = 0; i < scores.length; i++) {
            boolean learning = i < first;
            Condition verdict = learning
                    ? Condition.COMMISSIONING
                    : scores[i] > own.threshold() ? Condition.ANOMALOUS : Condition.NORMAL;
            double threshold = learning ? Double.NaN : own.threshold();
            thoughts.add(new Thought(
                    new One(rows.get(i)), new Insight(rows.get(i), verdict, scores[i], threshold, errors, MODEL)));
        }
        return thoughts;
    }

    DriftStage stage(DriftSettings settings) throws IOException {
        Path data = Files.createTempDirectory("ganglion-drift");
        data.toFile().deleteOnExit();
        DriftStage stage = new DriftStage(data, settings, model -> Optional.empty(), Runnable::run);
        stage.setModels(new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of(new ModelStatus(
                        MODEL,
                        spec.contract(),
                        "bench",
                        ModelStatus.State.SERVING,
                        "compiled",
                        "",
                        0,
                        Optional.of(spec),
                        ""));
            }

            @Override
            public List<Route> routes() {
                return List.of(new Route(spec.contract(), MODEL, "compiled"));
            }
        });
        return stage;
    }

    static void run(Stage.Operator operator, List<Thought> thoughts) {
        for (Thought thought : thoughts) {
            operator.take(thought.window());
            operator.note(thought.insight());
        }
    }

    /** Signals, oldest first. */
    static List<Signal> signals(DriftStage stage) {
        List<Signal> all = new ArrayList<>(stage.signals(1_000));
        java.util.Collections.reverse(all);
        return all;
    }
}
