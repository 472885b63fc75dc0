// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganglion.api.model.ModelId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/** JSON Schema (2020-12) of what {@link RecordWriter} writes, record by record. */
final class Schemas {

    private final JsonNodeFactory make = JsonNodeFactory.instance;
    private final ObjectNode named = make.objectNode();

    /** Every record that was asked for so far, by name. */
    ObjectNode named() {
        return named;
    }

    /** The schema of a type; of a record a reference. */
    ObjectNode of(Type type) {
        return of(type, Map.of());
    }

    private ObjectNode of(Type type, Map<String, Type> bound) {
        if (type instanceof TypeVariable<?> variable) {
            return of(bound.get(variable.getName()), bound);
        }
        if (type instanceof ParameterizedType generic) {
            return generic(generic, bound);
        }
        Class<?> kind = (Class<?>) type;
        return kind.isRecord() && kind != ModelId.class ? reference(kind, name(kind), Map.of()) : simple(kind);
    }

    private ObjectNode generic(ParameterizedType type, Map<String, Type> bound) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return of(arguments[0], bound);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return make.objectNode().put("type", "array").set("items", of(arguments[0], bound));
        }
        if (raw == Map.class) {
            return make.objectNode().put("type", "object").set("additionalProperties", of(arguments[1], bound));
        }
        Map<String, Type> own = Map.of(raw.getTypeParameters()[0].getName(), arguments[0]);
        return reference(raw, name(raw) + "Of" + name((Class<?>) arguments[0]), own);
    }

    /** {@code SlaLeg} for {@code Sla.Leg}; views that nest in the class of their routes go by their own name. */
    static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return around != null && around.isRecord()
                ? around.getSimpleName() + type.getSimpleName()
                : type.getSimpleName();
    }

    private ObjectNode reference(Class<?> record, String name, Map<String, Type> bound) {
        if (!named.has(name)) {
            ObjectNode schema = named.putObject(name).put("type", "object").put("additionalProperties", false);
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = make.arrayNode();
            fields(record, bound, properties, required);
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
        }
        return make.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void fields(Class<?> record, Map<String, Type> bound, ObjectNode properties, ArrayNode required) {
        for (RecordShape.Field field : RecordShape.shape(record).fields()) {
            if (field.flat()) {
                flat(field.type(), properties, required);
                continue;
            }
            properties.set(field.name(), of(field.type(), bound));
            if (field.type() != double.class && !isOptional(field.type())) {
                required.add(field.name());
            }
        }
    }

    private void flat(Type type, ObjectNode properties, ArrayNode required) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            String variable = raw.getTypeParameters()[0].getName();
            fields(raw, Map.of(variable, generic.getActualTypeArguments()[0]), properties, required);
        } else {
            fields((Class<?>) type, Map.of(), properties, required);
        }
    }

    private static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    private ObjectNode simple(Class<?> kind) {
        ObjectNode schema = make.objectNode();
        if (kind == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (kind == String.class || kind == ModelId.class || kind == Version.class || kind == URI.class) {
            return schema.put("type", "string");
        }
        if (kind.isEnum()) {
            ArrayNode words = schema.put("type", "string").putArray("enum");
            for (Object constant : kind.getEnumConstants()) {
                words.add(RecordWriter.word((Enum<?>) constant));
            }
            return schema;
        }
        if (kind == boolean.class || kind == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (kind == double.class || kind == Double.class || kind == Duration.class) {
            return schema.put("type", "number");
        }
        if (kind == double[].class) {
            ObjectNode items = make.objectNode();
            items.putArray("type").add("number").add("null");
            return schema.put("type", "array").set("items", items);
        }
        if (kind == long[].class) {
            return schema.put("type", "array").set("items", make.objectNode().put("type", "integer"));
        }
        if (JsonNode.class.isAssignableFrom(kind)) {
            return schema.put("type", "object");
        }
        if (kind == long.class || kind == int.class || kind == Long.class || kind == Integer.class) {
            return schema.put("type", "integer");
        }
        throw new IllegalStateException("the surface has no such values: " + kind);
    }
}
