// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.explanation.Explainer;
import io.ganglion.api.explanation.Explanation;
import io.ganglion.api.explanation.Explanation.Method;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.series.Window;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.explain.Answers;
import io.ganglion.inference.explain.Explanations;
import io.ganglion.inference.scoring.Commissions;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import io.ganglion.inference.scoring.ScoringOperator;
import io.ganglion.store.HistoryStore;
import io.ganglion.store.write.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** {@code bench/run explain}: what it costs to say why, for the shipped pump model over rows in the real store. */
public final class ExplainBenchmark implements Benchmark {
    /** What an alert may cost beside a work order, whose row is forced to the disk: milliseconds. */
    private static final double AIM = 50;

    private static final int ROWS = 4_000;
    private static final Bounds BOUNDS =
            new Bounds(8_192, 8 << 20, 16_384, Duration.ofDays(30), 2L << 30, 1L << 30, 0, true);

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String about() {
        return "explain an alert of the pump model by each method, rows from the store included";
    }

    @Override
    public Figures run(boolean quick) throws Exception {
        Path root = Path.of(System.getProperty("ganglion.root", "."));
        List<Observation> rows = rows(root);
        LoadedModel model = model(root.resolve("models/pump-anomaly/target/classes/model"));
        commission(model, rows);
        Path folder = Files.createTempDirectory("ganglion-explain");
        HistoryStore store = new HistoryStore(folder, BOUNDS, InstantSource.system(), System::nanoTime, () -> 0);
        try {
            CountDownLatch kept = new CountDownLatch(1);
            while (!store.keep(rows, List.of(), kept::countDown)) {
                Thread.onSpinWait();
            }
            kept.await();
            Routes routes = new Routes(List.of(model));
            Answers answers =
                    new Answers(() -> List.of(model), () -> routes, (contract, device, at) -> Optional.empty());
            return measure(new Explanations(store, answers), rows.get(ROWS - 1), quick);
        } finally {
            store.stop();
        }
    }

    private static Figures measure(Explainer explainer, Observation last, boolean quick) {
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean holds = true;
        System.out.printf("%-24s %10s %10s %14s %s%n", "method", "ms median", "ms worst", "off the score", "foremost");
        for (Method method : Method.values()) {
            double[] millis = new double[quick ? 20 : 100];
            Explanation explanation = null;
            for (int i = -millis.length / 4; i < millis.length; i++) {
                long began = System.nanoTime();
                explanation = explainer.explain("Pump", last.device(), Instant.EPOCH.plusNanos(last.time()), method);
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - began) / 1e6;
                }
            }
            Arrays.sort(millis);
            double sum = explanation.baseline()
                    + explanation.parts().stream()
                            .mapToDouble(Explanation.Part::contribution)
                            .sum();
            System.out.printf(
                    "%-24s %10.2f %10.2f %14.1e %s%n",
                    method,
                    millis[millis.length / 2],
                    millis[millis.length - 1],
                    Math.abs(sum - explanation.score()) / explanation.score(),
                    explanation.parts().get(0).attribute());
            figures.put(method.name().toLowerCase(Locale.ROOT), millis[millis.length / 2]);
            holds &= method == Method.KERNEL_SHAP || millis[millis.length / 2] <= AIM;
        }
        return new Figures("ms an explanation", figures.remove("reconstruction"), figures, holds);
    }

    /** A pump that wears out: healthy for long enough to be commissioned and to have a normal row. */
    private static List<Observation> rows(Path root) {
        TrainingSource machine = ServiceLoader.load(TrainingSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(source -> source.name().equals("machine"))
                .findFirst()
                .orElseThrow();
        Decoder decoder = ServiceLoader.load(ContractCompiler.class)
                .findFirst()
                .orElseThrow()
                .compile(root.resolve("models/pump/target/classes"));
        return machine.payloads(Map.of(
                        "seed", "20260303",
                        "drive", "mains",
                        "device", "pump-0",
                        "rows", Integer.toString(ROWS),
                        "fault", "wear",
                        "fault_from", "1500",
                        "fault_rows", "2000"))
                .map(decoder::decode)
                .map(Observation.class::cast)
                .toList();
    }

    private static LoadedModel model(Path folder) throws Exception {
        ModelSpec spec =
                new ObjectMapper().readValue(Files.readAllBytes(folder.resolve("model.json")), ModelSpec.class);
        return new LoadedModel(
                ModelId.parse("pump-anomaly@1.0.0"),
                spec,
                new CompiledEngine().load(Files.readAllBytes(folder.resolve("network.zip")), spec.steps()),
                new LongAdder(),
                new Commissions(1, (which, device, first) -> {}));
    }

    private static void commission(LoadedModel model, List<Observation> rows) {
        Routes routes = new Routes(List.of(model));
        try (ScoringOperator operator = new ScoringOperator(() -> routes, 1)) {
            for (int i = 0; i < rows.size(); i++) {
                operator.take(new Newest(rows, i));
                operator.flush(insight -> {});
            }
        }
    }

    private record Newest(List<Observation> rows, int at) implements Window {
        @Override
        public int size() {
            return at + 1;
        }

        @Override
        public Observation get(int age) {
            return rows.get(at - age);
        }
    }
}
