// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record's fields, looked up once.
 *
 * @param fields in the order in which they are written
 */
record RecordShape(List<Field> fields) {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return of(type);
        }
    };

    /**
     * One field.
     *
     * @param name as it is written; a duration's ends in {@code Seconds}
     * @param flat whether its own fields stand in its place
     */
    record Field(String name, Type type, Method accessor, boolean flat) {

        Object of(Object record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a record tells its components: " + accessor, e);
            }
        }
    }

    static RecordShape shape(Class<?> type) {
        return SHAPES.get(type);
    }

    private static RecordShape of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            fields.add(new Field(
                    component.getName() + (isDuration(component.getGenericType()) ? "Seconds" : ""),
                    component.getGenericType(),
                    accessor,
                    component.isAnnotationPresent(Flat.class)));
        }
        return new RecordShape(List.copyOf(fields));
    }

    private static boolean isDuration(Type type) {
        return type == Duration.class
                || type instanceof java.lang.reflect.ParameterizedType generic
                        && generic.getRawType() == Optional.class
                        && generic.getActualTypeArguments()[0] == Duration.class;
    }
}
