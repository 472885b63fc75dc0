// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import io.ganglion.api.device.Payload;
import io.ganglion.api.learning.TrainingSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** A fleet of simulated pumps, device after device, each in order of time. */
@Component(service = TrainingSource.class)
public final class MachineTrainingSource implements TrainingSource {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("seed", "1"),
            Map.entry("devices", "1"),
            Map.entry("rows", "1000"),
            Map.entry("device", "pump"),
            Map.entry("period_ms", "1000"),
            Map.entry("start", "2026-01-01T00:00:00Z"),
            Map.entry("representation", "keyvalues"),
            Map.entry("drive", "any"),
            Map.entry("fault", "none"),
            Map.entry("fault_from", "600"),
            Map.entry("fault_rows", "0"),
            Map.entry("fault_every", "0"),
            Map.entry("fault_severity", "1"),
            Map.entry("fault_attribute", "motorCurrent"),
            Map.entry("fault_skew_s", "3600"));

    @Override
    public String name() {
        return "machine";
    }

    @Override
    public Stream<Payload> payloads(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        settings.forEach((key, value) -> {
            if (all.put(key, value) == null) {
                throw new IllegalArgumentException("source machine has no setting " + key + "; it knows "
                        + DEFAULTS.keySet().stream().sorted().toList());
            }
        });
        int devices = Integer.parseInt(all.get("devices"));
        long rows = Long.parseLong(all.get("rows"));
        if (devices < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "devices and rows must be positive: devices=" + devices + " rows=" + rows);
        }
        Instant start = Instant.parse(all.get("start"));
        settingsOf(all, 1);
        return IntStream.rangeClosed(1, devices).boxed().flatMap(i -> run(settingsOf(all, i), start, rows));
    }

    private static MachineSettings settingsOf(Map<String, String> all, int index) {
        Fault fault = new Fault(
                MachineSettings.kind(all.get("fault")),
                Long.parseLong(all.get("fault_from")),
                Long.parseLong(all.get("fault_rows")),
                Long.parseLong(all.get("fault_every")),
                Double.parseDouble(all.get("fault_severity")),
                PumpAttribute.named(all.get("fault_attribute")),
                Double.parseDouble(all.get("fault_skew_s")));
        return new MachineSettings(
                all.get("device") + "-" + index,
                Long.parseLong(all.get("seed")),
                Duration.ofMillis(Long.parseLong(all.get("period_ms"))),
                Representation.named(all.get("representation")),
                Drive.named(all.get("drive")),
                fault);
    }

    private static Stream<Payload> run(MachineSettings settings, Instant start, long rows) {
        Machine machine = new Machine(settings);
        return LongStream.range(0, rows).boxed().flatMap(row -> {
            Instant time = start.plus(settings.period().multipliedBy(row));
            long receivedAt = time.getEpochSecond() * 1_000_000_000L + time.getNano();
            return machine.next(time).stream()
                    .map(body -> new Payload(
                            "machine", "Pump", settings.device(), "training", "application/json", body, receivedAt));
        });
    }
}
