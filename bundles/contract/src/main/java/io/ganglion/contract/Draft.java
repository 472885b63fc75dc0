// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row that is being put together out of readings of one time. */
final class Draft {
    final long time;
    /** Where its first reading stood. */
    final String path;

    private final CompiledContract compiled;
    private final double[] values;
    private final String[] texts;
    private final boolean[] seen;
    private long good;
    /** Why properties have no value, by index; made at the first. */
    private Map<Integer, String[]> absent = Map.of();
    /** In key-values form, where the contract's schema asks for more than its rules hold. */
    private final ObjectNode flat;

    Draft(CompiledContract compiled, long time, String path) {
        this.compiled = compiled;
        this.time = time;
        this.path = path;
        values = new double[compiled.contract.attributes().size()];
        Arrays.fill(values, Double.NaN);
        texts = new String[compiled.contract.texts().size()];
        Arrays.fill(texts, "");
        seen = new boolean[compiled.properties.length];
        flat = compiled.rest.isPresent() ? JsonNodeFactory.instance.objectNode() : null;
    }

    boolean has(Property property) {
        return seen[property.index];
    }

    private void once(Property property, String spot) {
        if (seen[property.index]) {
            throw new Refusal(Reason.DUPLICATE_KEY, spot, -1, property.name + " is sent twice for the same time");
        }
        seen[property.index] = true;
    }

    void number(Property property, double value, String spot) {
        RowRules.number(property, value, spot);
        once(property, spot);
        if (property.role == Property.Role.COLUMN) {
            values[property.column] = value;
            good |= 1L << property.column;
        }
        if (flat != null) {
            if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
                flat.put(property.name, (long) value);
            } else {
                flat.put(property.name, value);
            }
        }
    }

    void text(Property property, String value, String spot) {
        RowRules.text(property, value, spot);
        once(property, spot);
        if (property.role == Property.Role.TEXT) {
            texts[property.column] = value;
        }
        if (flat != null) {
            flat.put(property.name, value);
        }
    }

    void truth(Property property, boolean value, String spot) {
        RowRules.truth(property, value, spot);
        once(property, spot);
        if (flat != null) {
            flat.put(property.name, value);
        }
    }

    void absent(Property property, String why, String spot) {
        if (absent.isEmpty()) {
            absent = new HashMap<>();
        }
        absent.put(property.index, new String[] {why, spot});
    }

    /** The row, if it keeps the contract as a whole. */
    Observation finish(Payload payload, String entity, String timePath) {
        for (Property property : compiled.properties) {
            if (property.required
                    && !seen[property.index]
                    && property.role != Property.Role.ID
                    && property.role != Property.Role.TYPE) {
                throw missing(property);
            }
        }
        if (flat != null) {
            flat.put(compiled.id.name, entity);
            flat.put(compiled.type.name, compiled.contract.entityType());
            flat.put(compiled.time.name, Instant.ofEpochSecond(0, time).toString());
            compiled.rest.orElseThrow().check(flat);
        }
        OutOfTime.check(compiled, time, payload.receivedAt(), timePath.isEmpty() ? path : timePath);
        return new Observation(
                compiled.contract,
                payload.device(),
                entity,
                time,
                payload.receivedAt(),
                values,
                good,
                texts.length == 0 ? List.of() : List.of(texts),
                payload.replayed());
    }

    private Refusal missing(Property property) {
        String[] why = absent.get(property.index);
        return why == null
                ? new Refusal(
                        Reason.MISSING_ATTRIBUTE,
                        Trail.pointerTo(property.bytes),
                        -1,
                        property.name + " is required and absent at " + Instant.ofEpochSecond(0, time))
                : new Refusal(
                        Reason.MISSING_ATTRIBUTE,
                        why[1],
                        -1,
                        property.name + " is required and has no value: " + why[0]);
    }
}
