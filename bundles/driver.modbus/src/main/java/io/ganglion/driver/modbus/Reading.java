// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one round read: values, and what was wrong with the rest. Not thread-safe. */
final class Reading {

    private final StringBuilder values = new StringBuilder();
    private final List<String> troubles = new ArrayList<>();

    void take(Span span, int[] read) {
        for (Point point : span.points()) {
            Optional<String> json = point.json(read, point.address() - span.from());
            if (json.isPresent()) {
                values.append(",\"").append(point.attribute()).append("\":").append(json.get());
            } else {
                troubles.add(point + ": not a number");
            }
        }
    }

    void miss(Span span, String why) {
        for (Point point : span.points()) {
            troubles.add(point + ": " + why);
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** One sentence each; empty where all was read. */
    List<String> troubles() {
        return troubles;
    }

    /** Key-values of the entity (ETSI GS CIM 009, 4.5.4). */
    byte[] keyValues(ModbusSettings settings, Instant time) {
        String head = "{\"id\":\"urn:ngsi-ld:" + settings.entityType() + ":" + settings.device() + "\",\"type\":\""
                + settings.entityType() + "\",\"dateObserved\":\"" + time.truncatedTo(ChronoUnit.MILLIS) + "\"";
        return (head + values + "}").getBytes(UTF_8);
    }
}
