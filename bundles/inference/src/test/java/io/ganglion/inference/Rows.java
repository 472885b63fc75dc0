// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.ModelSpec;
import io.ganglion.api.model.ModelSpec.Input;
import io.ganglion.api.model.ModelSpec.Transform;
import io.ganglion.api.series.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.osgi.framework.Version;

/** Contracts, specifications and observations for the tests: eight attributes a0 to a7, around 10 and 1 apart. */
public final class Rows {
    public static final int INPUTS = 8;

    private final Map<String, List<Observation>> history = new HashMap<>();
    private final Random random;

    public Rows(long seed) {
        random = new Random(seed);
    }

    public static Contract contract(String version, String... names) {
        List<Attribute> attributes = new ArrayList<>();
        for (String name : names) {
            boolean required = !name.startsWith("optional");
            attributes.add(new Attribute(name, "C62", "", -1e12, 1e12, required, List.of()));
        }
        return new Contract(
                "Pump", Version.parseVersion(version), "Pump", attributes, List.of(), Duration.ofSeconds(1));
    }

    public static String[] names() {
        return new String[] {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"};
    }

    public static ModelSpec spec(int window, int smoothing, int commissioning) {
        List<Input> inputs = new ArrayList<>();
        for (String name : names()) {
            inputs.add(new Input(name, Transform.IDENTITY, 10, 1, 1));
        }
        return new ModelSpec(
                "Pump", inputs, window, smoothing, 100, new ModelSpec.Commissioning(commissioning, 0.99, 1.5));
    }

    /** A row around {@code mean} in every attribute. */
    public double[] near(double mean, int attributes) {
        double[] values = new double[attributes];
        for (int i = 0; i < attributes; i++) {
            values[i] = mean + 0.1 * random.nextGaussian();
        }
        return values;
    }

    /** The window after one more observation of a device. */
    public Window next(Contract contract, String device, double... values) {
        long good = 0;
        for (int i = 0; i < values.length; i++) {
            good |= Double.isNaN(values[i]) ? 0 : 1L << i;
        }
        List<Observation> rows = history.computeIfAbsent(device, key -> new ArrayList<>());
        rows.add(new Observation(contract, device, device, rows.size(), rows.size(), values, good, List.of()));
        List<Observation> now = List.copyOf(rows);
        return new Window() {
            @Override
            public int size() {
                return now.size();
            }

            @Override
            public Observation get(int age) {
                return now.get(now.size() - 1 - age);
            }
        };
    }

    public List<Observation> of(String device) {
        return history.get(device);
    }
}
