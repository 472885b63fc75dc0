// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.host;

import io.ganglion.api.device.Payload;
import io.ganglion.api.learning.TrainingSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** A fleet of synthetic hosts, device after device, each in order of time. */
@Component(service = TrainingSource.class)
public final class HostTrainingSource implements TrainingSource {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("seed", "1"),
            Map.entry("devices", "1"),
            Map.entry("rows", "1000"),
            Map.entry("device", "host"),
            Map.entry("period_ms", "1000"),
            Map.entry("start", "2026-01-01T00:00:00Z"),
            Map.entry("fault", "none"),
            Map.entry("fault_from", "600"),
            Map.entry("fault_rows", "0"),
            Map.entry("fault_every", "0"),
            Map.entry("fault_severity", "1"));

    @Override
    public String name() {
        return "host-synthetic";
    }

    @Override
    public Stream<Payload> payloads(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        settings.forEach((key, value) -> {
            if (all.put(key, value) == null) {
                throw new IllegalArgumentException("source host-synthetic has no setting " + key + "; it knows "
                        + DEFAULTS.keySet().stream().sorted().toList());
            }
        });
        int devices = Integer.parseInt(all.get("devices"));
        long rows = Long.parseLong(all.get("rows"));
        long seed = Long.parseLong(all.get("seed"));
        Duration period = Duration.ofMillis(Long.parseLong(all.get("period_ms")));
        if (devices < 1 || rows < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("devices, rows and period_ms must be positive: devices=" + devices
                    + " rows=" + rows + " period_ms=" + period.toMillis());
        }
        Instant start = Instant.parse(all.get("start"));
        HostFault fault = fault(all);
        return IntStream.rangeClosed(1, devices).boxed().flatMap(i -> {
            String device = all.get("device") + "-" + i;
            SyntheticHost host = new SyntheticHost(fault, period.toNanos() / 1e9, new Dice(seed, device));
            return LongStream.range(0, rows)
                    .mapToObj(row -> payload(device, start.plus(period.multipliedBy(row)), host.next()));
        });
    }

    private static HostFault fault(Map<String, String> all) {
        return new HostFault(
                kind(all.get("fault")),
                Long.parseLong(all.get("fault_from")),
                Long.parseLong(all.get("fault_rows")),
                Long.parseLong(all.get("fault_every")),
                Double.parseDouble(all.get("fault_severity")));
    }

    private static HostFault.Kind kind(String name) {
        try {
            return HostFault.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String known = Arrays.toString(HostFault.Kind.values()).toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException("no such fault: fault=" + name + " known=" + known, e);
        }
    }

    private static Payload payload(String device, Instant time, HostRow row) {
        long receivedAt = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        return new Payload(
                "host-synthetic", "Host", device, "training", "application/json", row.encode(device, time), receivedAt);
    }
}
