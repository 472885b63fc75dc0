// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.contract.Attribute;
import java.util.Map;
import java.util.Set;

/** The three ways in which NGSI-LD writes an entity. */
public enum Representation {
    NORMALIZED,
    CONCISE,
    KEY_VALUES;

    /** The representation of a name in {@code options}, {@code format} or a subscription; null where it is none. */
    public static Representation of(String word) {
        return switch (word) {
            case "normalized" -> NORMALIZED;
            case "concise" -> CONCISE;
            case "keyValues", "simplified" -> KEY_VALUES;
            default -> null;
        };
    }

    /**
     * An entity.
     *
     * @param attributes IRIs of those to show; all where empty
     * @param system whether to show when it was first and last observed, as createdAt and modifiedAt
     */
    public ObjectNode write(Reading reading, Set<String> attributes, Terms terms, boolean system) {
        Shape shape = reading.shape();
        ObjectNode entity = BoundedJson.mapper().createObjectNode();
        entity.put("id", reading.id()).put("type", terms.compact(shape.type()));
        String time = Times.text(reading.time());
        if (system) {
            entity.put("createdAt", Times.text(reading.first())).put("modifiedAt", time);
        }
        if (attributes.isEmpty() || attributes.contains(shape.time())) {
            write(entity, terms.compact(shape.time()), time, "", "");
        }
        for (Map.Entry<String, Integer> column : shape.columns().entrySet()) {
            if (reading.isGood(column.getValue()) && (attributes.isEmpty() || attributes.contains(column.getKey()))) {
                Attribute attribute = shape.contract().attributes().get(column.getValue());
                write(
                        entity,
                        terms.compact(column.getKey()),
                        reading.values()[column.getValue()],
                        attribute.unitCode(),
                        time);
            }
        }
        for (Map.Entry<String, Integer> text : shape.texts().entrySet()) {
            String value = reading.text(text.getValue());
            if (!value.isEmpty() && (attributes.isEmpty() || attributes.contains(text.getKey()))) {
                write(entity, terms.compact(text.getKey()), value, "", time);
            }
        }
        return entity;
    }

    private void write(ObjectNode entity, String name, Object value, String unit, String time) {
        if (this == KEY_VALUES || this == CONCISE && time.isEmpty()) {
            put(entity, name, value);
            return;
        }
        ObjectNode attribute = entity.putObject(name);
        if (this == NORMALIZED) {
            attribute.put("type", "Property");
        }
        put(attribute, "value", value);
        if (!unit.isEmpty()) {
            attribute.put("unitCode", unit);
        }
        if (!time.isEmpty()) {
            attribute.put("observedAt", time);
        }
    }

    private static void put(ObjectNode node, String name, Object value) {
        if (value instanceof Double number) {
            node.put(name, number);
        } else {
            node.put(name, (String) value);
        }
    }
}
