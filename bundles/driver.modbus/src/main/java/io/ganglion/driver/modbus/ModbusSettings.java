// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import io.ganglion.api.device.Payload;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One slave, checked.
 *
 * @param name of the driver instance
 * @param host of the slave or gateway
 * @param port TCP
 * @param unit the slave behind a gateway; most slaves of their own take any
 * @param device its name at this site
 * @param contract that it claims to keep
 * @param entityType of its entity
 * @param period between two readings
 * @param points at least one; no attribute twice
 * @param gap registers read for nothing, to save a request, at most
 * @param timeout of a connection, and of an answer
 * @param reconnectFirst first pause after a loss
 * @param reconnectMost longest pause
 */
record ModbusSettings(
        String name,
        String host,
        int port,
        int unit,
        String device,
        String contract,
        String entityType,
        Duration period,
        List<Point> points,
        int gap,
        Duration timeout,
        Duration reconnectFirst,
        Duration reconnectMost) {

    ModbusSettings {
        points = List.copyOf(points);
        require(!host.isBlank(), "host must name the slave", host);
        require(port >= 1 && port <= 65_535, "port must be 1 to 65535", port);
        require(unit >= 0 && unit <= 255, "unit must be 0 to 255", unit);
        require(isPlain(device), "device must fit one topic level and need no escape", device);
        require(Payload.isName(contract), "contract must fit one topic level", contract);
        require(isPlain(entityType), "entity_type must need no escape", entityType);
        require(period.toMillis() >= 1, "period_ms must be at least 1", period.toMillis());
        require(!points.isEmpty(), "registers must map at least one attribute", points);
        require(gap >= 0 && gap <= 100, "max_gap must be 0 to 100", gap);
        require(
                timeout.toMillis() >= 1 && timeout.toMillis() <= 60_000,
                "timeout_ms must be 1 to 60000",
                timeout.toMillis());
        require(reconnectFirst.toMillis() >= 1, "reconnect_ms must be at least 1", reconnectFirst.toMillis());
        require(
                reconnectMost.compareTo(reconnectFirst) >= 0,
                "reconnect_max_s must not be shorter than reconnect_ms",
                reconnectMost.toSeconds());
        Set<String> seen = new HashSet<>(Set.of("id", "type", "dateObserved", "@context"));
        for (Point point : points) {
            require(seen.add(point.attribute()), "an attribute is mapped once", point.attribute());
        }
    }

    private static boolean isPlain(String name) {
        return Payload.isName(name) && name.indexOf('"') < 0 && name.indexOf('\\') < 0;
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    static ModbusSettings of(ModbusConfig config) {
        String device = String.valueOf(config.device());
        String contract = String.valueOf(config.contract());
        String[] registers = config.registers() == null ? new String[0] : config.registers();
        return new ModbusSettings(
                config.name().isBlank() ? "modbus-" + device : config.name(),
                config.host().strip(),
                config.port(),
                config.unit(),
                device,
                contract,
                config.entity__type().isBlank() ? contract : config.entity__type(),
                Duration.ofMillis(config.period__ms()),
                Arrays.stream(registers)
                        .filter(entry -> !entry.isBlank())
                        .map(Point::of)
                        .toList(),
                config.max__gap(),
                Duration.ofMillis(config.timeout__ms()),
                Duration.ofMillis(config.reconnect__ms()),
                Duration.ofSeconds(config.reconnect__max__s()));
    }

    /** For people: {@code host:port unit N}. */
    String where() {
        return host + ":" + port + " unit " + unit;
    }
}
