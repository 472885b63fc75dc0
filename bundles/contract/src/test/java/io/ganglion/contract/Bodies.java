// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** Contracts and payloads that the tests share. */
final class Bodies {
    static final long NOW = nanos(Instant.parse("2026-11-22T15:00:01Z"));
    static final Path PUMP = Path.of("../../models/pump/src/main/resources");
    static final Path HOST = Path.of("../../models/host/src/main/resources");
    static final Path OVEN = Path.of("src/test/resources/oven");

    static final String KEY_VALUES = "{\"id\":\"urn:ngsi-ld:Pump:pump-7\",\"type\":\"Pump\","
            + "\"dateObserved\":\"2026-11-22T15:00:00.125Z\",\"vibrationX\":0.0265878,\"vibrationY\":0.0401113,"
            + "\"motorCurrent\":1.3302,\"dischargePressure\":-0.054711,\"motorTemperature\":79.3366,"
            + "\"fluidTemperature\":26.0199,\"supplyVoltage\":233.062,\"flow\":32.0}";

    static final String NORMALISED = normalised("\"type\":\"Property\",");
    static final String CONCISE = normalised("");

    private Bodies() {}

    private static String normalised(String kind) {
        StringBuilder body = new StringBuilder("{\"id\":\"urn:ngsi-ld:Pump:pump-7\",\"type\":\"Pump\"");
        String[] names = {
            "vibrationX",
            "vibrationY",
            "motorCurrent",
            "dischargePressure",
            "motorTemperature",
            "fluidTemperature",
            "supplyVoltage",
            "flow"
        };
        String[] units = {"K40", "K40", "AMP", "BAR", "CEL", "CEL", "VLT", "L2"};
        String[] values = {"0.0265878", "0.0401113", "1.3302", "-0.054711", "79.3366", "26.0199", "233.062", "32.0"};
        for (int i = 0; i < names.length; i++) {
            body.append(",\"%s\":{%s\"value\":%s,\"unitCode\":\"%s\",\"observedAt\":\"2026-11-22T15:00:00.%d25Z\"}"
                    .formatted(names[i], kind, values[i], units[i], i == 3 ? 1 : 0));
        }
        return body.append(",\"@context\":[\"https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld\"]}")
                .toString();
    }

    static CompiledContract pump() {
        return compile("Pump", "1.0.0", PUMP.resolve("contract"));
    }

    static CompiledContract oven() {
        return compile("Oven", "2.1.0", OVEN);
    }

    static CompiledContract compile(String name, String version, Path folder) {
        return ContractReader.compile(files(name, version, folder));
    }

    static ContractFiles files(String name, String version, Path folder) {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                files.put("contract/" + entry.getFileName(), Files.readAllBytes(entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ContractFiles(name, Version.parseVersion(version), files);
    }

    static ContractFiles files(String name, String version, String schema, String overlay) {
        return new ContractFiles(
                name,
                Version.parseVersion(version),
                Map.of(ContractFiles.SCHEMA, utf8(schema), ContractFiles.OVERLAY, utf8(overlay)));
    }

    static Payload payload(String device, byte[] body) {
        return new Payload("test", "Pump", device, "topic", "application/json", body, NOW);
    }

    static Payload payload(String body) {
        return payload("pump-7", utf8(body));
    }

    static Verdict decode(CompiledContract contract, Payload payload) {
        return new FullDecoder(contract, 32).decode(payload);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** Equal to the bit, row included; a record compares arrays by identity. */
    static boolean same(Verdict a, Verdict b) {
        if (a instanceof Observation x && b instanceof Observation y) {
            return x.contract() == y.contract()
                    && x.device().equals(y.device())
                    && x.entity().equals(y.entity())
                    && x.time() == y.time()
                    && x.receivedAt() == y.receivedAt()
                    && x.good() == y.good()
                    && x.texts().equals(y.texts())
                    && Arrays.equals(bits(x.values()), bits(y.values()));
        }
        return a.equals(b);
    }

    private static long[] bits(double[] row) {
        return Arrays.stream(row).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
