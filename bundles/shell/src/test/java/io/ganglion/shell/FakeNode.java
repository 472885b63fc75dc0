// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.device.Device;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.QuarantinedPayload;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.api.model.ModelId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/** Services of a node that are no more than the answers a test gives them, and the readings it talks about. */
final class FakeNode implements Services {
    static final Instant NOW = Instant.parse("2026-11-22T15:00:10Z");
    static final Contract PUMP = new Contract(
            "Pump",
            new Version("1.0.0"),
            "Pump",
            List.of(
                    new Attribute("motorCurrent", "AMP", "ElectricCurrent", 0, 100, true, List.of()),
                    new Attribute("flow", "L2", "VolumeFlowRate", 0, 1000, false, List.of())),
            List.of(),
            Duration.ofSeconds(1));

    private final Map<Class<?>, List<Object>> services = new LinkedHashMap<>();

    <T> FakeNode with(Class<T> type, T service) {
        services.computeIfAbsent(type, any -> new ArrayList<>()).add(service);
        return this;
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        return services.getOrDefault(type, List.of()).stream().map(type::cast).toList();
    }

    /** What a command prints. */
    String answer(NodeCommand command) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        command.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            command.run(this, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static Observation row(String device, double current) {
        long now = NOW.getEpochSecond() * 1_000_000_000L;
        return new Observation(
                PUMP, device, "urn:ngsi-ld:Pump:" + device, now, now, new double[] {current, Double.NaN}, 1, List.of());
    }

    static Device device(String name, Condition verdict) {
        Insight insight = new Insight(
                row(name, 1.5), verdict, 7.25, 2.5, new double[] {3, 1}, ModelId.parse("pump-anomaly@1.0.0"));
        return new Device(name, "Pump", "broker", NOW.minusSeconds(3), 12, 1, Optional.of(insight));
    }

    static QuarantinedPayload refused(long id, String body, Reason reason, String path, long offset) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Payload payload = new Payload(
                "broker", "Pump", "pump-7", "a/b", "application/json", bytes, NOW.getEpochSecond() * 1_000_000_000L);
        return new QuarantinedPayload(
                id, payload, bytes.length, new Rejection(reason, path, "because of that", "Pump@1.0.0", offset));
    }
}
