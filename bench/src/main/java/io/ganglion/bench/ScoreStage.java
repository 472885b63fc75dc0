// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelException;
import io.ganglion.api.model.ModelId;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.series.Window;
import io.ganglion.inference.compiled.CompiledEngine;
import io.ganglion.inference.scoring.Commissions;
import io.ganglion.inference.scoring.LoadedModel;
import io.ganglion.inference.scoring.Routes;
import io.ganglion.inference.scoring.ScoringOperator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.Version;

/** The whole inference stage on micro-batches: columns, normaliser, network, smoothing over 5 rows, insight objects. */
final class ScoreStage {
    private static final int DEVICES = 64;
    private static final int SMOOTHING = 5;

    private final ScoringOperator operator;
    private final List<Window> windows = new ArrayList<>();
    private double sum;

    ScoreStage(byte[] zip, int width) throws ModelException {
        List<Attribute> attributes = new ArrayList<>();
        List<ModelSpec.Input> inputs = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            attributes.add(new Attribute("a" + i, "C62", "", -1e9, 1e9, true, List.of()));
            inputs.add(new ModelSpec.Input("a" + i, ModelSpec.Transform.IDENTITY, 0, 1, 1));
        }
        Contract contract = new Contract(
                "Bench", Version.parseVersion("1.0.0"), "Bench", attributes, List.of(), Duration.ofSeconds(1));
        ModelSpec spec = new ModelSpec("Bench", inputs, 1, SMOOTHING, 1, new ModelSpec.Commissioning(0, 1, 1));
        LoadedModel model = new LoadedModel(
                ModelId.parse("bench@1.0.0"), spec, new CompiledEngine().load(zip), new LongAdder(), Commissions.NONE);
        Routes routes = new Routes(Map.of("Bench", model));
        operator = new ScoringOperator(() -> routes, DEVICES);
        Random random = new Random(9);
        for (int device = 0; device < DEVICES; device++) {
            windows.add(window(
                    contract, "device-" + device, random.doubles(width, -1, 1).toArray()));
        }
    }

    private static Window window(Contract contract, String device, double[] values) {
        Observation observation =
                new Observation(contract, device, device, 0, 0, values, (1L << values.length) - 1, List.of());
        return new Window() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Observation get(int age) {
                return observation;
            }
        };
    }

    /** One micro-batch of 64 rows of 64 devices, again and again. */
    double run(int times) {
        for (int i = 0; i < times; i++) {
            for (Window window : windows) {
                operator.take(window);
            }
            operator.flush(insight -> sum += insight.score());
        }
        return sum;
    }

    static int rows() {
        return DEVICES;
    }
}
