// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.osgi.framework.Version;

/**
 * Rows of pumps at 1 Hz, one after the other: values that wander, in six significant digits as the real test bed sends them;
 * times on the millisecond with some jitter.
 */
final class Plant {

    static final long SECOND = 1_000_000_000L;
    static final long START = 1_795_000_000L * SECOND;
    static final List<String> NAMES = List.of(
            "vibrationX",
            "vibrationY",
            "motorCurrent",
            "dischargePressure",
            "motorTemperature",
            "fluidTemperature",
            "supplyVoltage",
            "flow");
    static final Contract PUMP = new Contract(
            "Pump",
            new Version("1.0.0"),
            "Pump",
            NAMES.stream()
                    .map(name -> new Attribute(name, "C62", "", -1e9, 1e9, true, List.of()))
                    .toList(),
            List.of(),
            Duration.ofSeconds(1));

    private static final double[] LEVELS = {0.0265, 0.0401, 1.33, 0.0547, 79.3, 26.0, 233.0, 32.0};
    private static final MathContext DIGITS = new MathContext(6);

    private Plant() {}

    static String name(int device) {
        return "pump-" + device;
    }

    /** {@code rows} rows of {@code devices} pumps in turn. Same arguments, same rows. */
    static Observation[] rows(int devices, int rows) {
        SplittableRandom random = new SplittableRandom(42);
        String[] names = IntStream.range(0, devices).mapToObj(Plant::name).toArray(String[]::new);
        String[] ids = IntStream.range(0, devices)
                .mapToObj(device -> "urn:ngsi-ld:Pump:" + names[device])
                .toArray(String[]::new);
        double[][] state = new double[devices][NAMES.size()];
        Observation[] all = new Observation[rows];
        for (int i = 0; i < rows; i++) {
            int device = i % devices;
            double[] values = new double[NAMES.size()];
            for (int a = 0; a < values.length; a++) {
                state[device][a] = 0.97 * state[device][a] + random.nextDouble(-0.02, 0.02);
                values[a] = new BigDecimal(LEVELS[a] * (1 + state[device][a]))
                        .round(DIGITS)
                        .doubleValue();
            }
            long time = START + i / devices * SECOND + random.nextInt(20) * 1_000_000L;
            all[i] = new Observation(PUMP, names[device], ids[device], time, time + 3_000_000, values, 0xFF, List.of());
        }
        return all;
    }
}
