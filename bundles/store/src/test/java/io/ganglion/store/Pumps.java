// SPDX-License-Identifier: Apache-2.0
package io.ganglion.store;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.osgi.framework.Version;

/** Pumps with two attributes, one of them optional, and a text. */
final class Pumps {

    static final long SECOND = 1_000_000_000L;
    static final long START = 1_795_000_000L * SECOND;

    static final Contract PUMP = contract("1.0.0", "motorCurrent", "flow");
    /** Renames nothing, adds one, in another order. */
    static final Contract PUMP_NEXT = contract("1.1.0", "dischargePressure", "motorCurrent", "flow");

    private Pumps() {}

    static Contract contract(String version, String... attributes) {
        return new Contract(
                "Pump",
                new Version(version),
                "Pump",
                java.util.Arrays.stream(attributes)
                        .map(name -> new Attribute(
                                name, "AMP", "ElectricCurrent", 0, Double.POSITIVE_INFINITY, false, List.of("bearing")))
                        .toList(),
                List.of("mode"),
                Duration.ofSeconds(1));
    }

    static Observation row(String device, long time, double... values) {
        return row(PUMP, device, time, "auto", values);
    }

    static Observation row(Contract contract, String device, long time, String mode, double... values) {
        long good = 0;
        for (int i = 0; i < values.length; i++) {
            good |= Double.isNaN(values[i]) ? 0 : 1L << i;
        }
        return new Observation(
                contract, device, "urn:ngsi-ld:Pump:" + device, time, time + 5, values, good, List.of(mode), false);
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
                row.texts(),
                true);
    }

    /** A decimal as a sensor sends it, now and then any double at all, now and then none. */
    static double value(RandomGenerator random) {
        return switch (random.nextInt(20)) {
            case 0 -> Double.NaN;
            case 1 -> Double.longBitsToDouble(random.nextLong() & 0xBFFFFFFFFFFFFFFFL);
            case 2 -> -0.0;
            default -> random.nextInt(1_000_000) / 1e4;
        };
    }

    static Insight insight(Observation row, double score) {
        return new Insight(
                row,
                score > 3 ? Condition.ANOMALOUS : Condition.COMMISSIONING,
                score,
                score > 3 ? 3 : Double.NaN,
                new double[row.values().length],
                ModelId.parse("pump-anomaly@1.0.0"));
    }
}
