// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Stage;
import io.ganglion.api.learning.TrainingSource;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Transform;
import io.ganglion.api.model.ModelStatus;
import io.ganglion.api.model.Models;
import io.ganglion.api.model.Route;
import io.ganglion.api.series.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.osgi.framework.Version;

/**
 * Simulated pumps, a row each ten seconds, and a model of them that is as plain as a model can be: how far a row lies from
 * the device's first rows.
 */
final class Pumps {
    private static final int COMMISSIONED = 400;
    private static final List<String> NAMES = List.of(
            "vibrationX",
            "vibrationY",
            "motorCurrent",
            "dischargePressure",
            "motorTemperature",
            "fluidTemperature",
            "supplyVoltage",
            "flow");
    private static final double[] DEVIATIONS = {4.3e-4, 4.1e-4, 0.02, 0.029, 0.17, 0.014, 1.07, 0.37};
    private static final double[] DRIFTS = {1, 1, 1, 1, 4.7, 3.5, 1.03, 1.2};
    private static final Contract CONTRACT = new Contract(
            "Pump",
            new Version("1.0.0"),
            "Pump",
            NAMES.stream()
                    .map(name -> new Attribute(
                            name, "C62", "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true, List.of()))
                    .toList(),
            List.of(),
            Duration.ofSeconds(10));

    /** As the shipped model measures pumps. */
    static final ModelSpec SPEC =
            new ModelSpec("Pump", inputs(), 1, 1, 10, new ModelSpec.Commissioning(COMMISSIONED, 0.99, 1.5));

    private final ObjectMapper json = new ObjectMapper();
    private final TrainingSource machine =
            ServiceLoader.load(TrainingSource.class).findFirst().orElseThrow();
    private final Map<String, Mind> minds = new HashMap<>();
    private ModelId model = ModelId.parse("pump-anomaly@1.0.0");

    private static List<ModelSpec.Input> inputs() {
        List<ModelSpec.Input> inputs = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            inputs.add(new ModelSpec.Input(NAMES.get(i), Transform.IDENTITY, 0, DEVIATIONS[i], DRIFTS[i]));
        }
        return inputs;
    }

    /** What the model knows of one device. */
    private static final class Mind {
        final Memory[] columns = new Memory[NAMES.size()];
        double highest;

        Mind() {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = new Memory();
            }
        }

        /** Mean square of the deviations, against twice the highest of the first rows. */
        Insight insight(Observation row, ModelId model) {
            boolean learning = columns[0].samples() < COMMISSIONED;
            double score = 0;
            for (int i = 0; i < columns.length; i++) {
                double off = (row.values()[i] - columns[i].mean()) / Math.max(DEVIATIONS[i], columns[i].deviation());
                score += Double.isNaN(off) ? 0 : off * off / columns.length;
                if (learning) {
                    columns[i].add(row.values()[i]);
                }
            }
            highest = learning && columns[0].samples() > COMMISSIONED / 2 ? Math.max(highest, score) : highest;
            return new Insight(
                    row,
                    learning ? Condition.COMMISSIONING : score > 2 * highest ? Condition.ANOMALOUS : Condition.NORMAL,
                    score,
                    learning ? Double.NaN : 2 * highest,
                    new double[NAMES.size()],
                    model);
        }
    }

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

    /** What a device sends; the same every time. */
    List<Observation> rows(String device, int rows, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("seed", "4711", "rows", "" + rows, "device", device, "drive", "mains", "period_ms", "10000"));
        all.putAll(settings);
        return machine.payloads(all).map(payload -> row(payload, device)).toList();
    }

    private Observation row(Payload payload, String device) {
        try {
            JsonNode document = json.readTree(payload.body());
            double[] values = NAMES.stream()
                    .mapToDouble(name -> document.path(name).asDouble(Double.NaN))
                    .toArray();
            Instant at = Instant.ofEpochSecond(0, payload.receivedAt());
            long time = at.getEpochSecond() * 1_000_000_000L + at.getNano();
            return new Observation(CONTRACT, device, "urn:ngsi-ld:Pump:" + device, time, time, values, 255, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Observation without(Observation row, String attribute) {
        double[] values = row.values().clone();
        int column = row.contract().column(attribute);
        values[column] = Double.NaN;
        return new Observation(
                row.contract(),
                row.device(),
                row.entity(),
                row.time(),
                row.receivedAt(),
                values,
                row.good() & ~(1L << column),
                List.of());
    }

    static Observation replayed(Observation row) {
        return new Observation(
                row.contract(),
                row.device(),
                row.entity(),
                row.time(),
                row.receivedAt(),
                row.values(),
                row.good(),
                List.of(),
                true);
    }

    void answeredBy(String version) {
        model = new ModelId("pump-anomaly", new Version(version));
    }

    void recommission(String device) {
        minds.remove(device);
    }

    Models models() {
        return new Models() {
            @Override
            public List<ModelStatus> list() {
                return List.of(new ModelStatus(
                        model, "Pump", "test", ModelStatus.State.SERVING, "plain", "", 0, Optional.of(SPEC), ""));
            }

            @Override
            public List<Route> routes() {
                return List.of(new Route("Pump", model, "plain"));
            }
        };
    }

    void run(DriftStage stage, List<Observation> rows) {
        run(stage.open(0), rows);
    }

    /** In micro-batches of one, as on an idle node: taken by all stages, then noted by those behind. */
    void run(Stage.Operator operator, List<Observation> rows) {
        prepare(rows).run(operator, 0, rows.size());
    }

    Prepared prepare(List<Observation> rows) {
        List<One> windows = new ArrayList<>(rows.size());
        List<Insight> insights = new ArrayList<>(rows.size());
        for (Observation row : rows) {
            windows.add(new One(row));
            insights.add(minds.computeIfAbsent(row.device(), name -> new Mind()).insight(row, model));
        }
        return new Prepared(windows, insights);
    }

    /** Rows with what is thought of each. */
    record Prepared(List<One> windows, List<Insight> insights) {
        void run(Stage.Operator operator, int from, int to) {
            for (int i = from; i < to; i++) {
                operator.take(windows.get(i));
                operator.note(insights.get(i));
                operator.flush(insight -> {});
            }
        }
    }
}
