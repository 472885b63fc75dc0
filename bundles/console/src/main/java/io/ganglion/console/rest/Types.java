// SPDX-License-Identifier: Apache-2.0
package io.ganglion.console.rest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;

/** Types and times as the table of routes has them. */
final class Types {

    private static final long NANOS = 1_000_000_000L;

    private Types() {}

    /** {@code Listing<T>}. */
    static Type listing(Class<?> of) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return new Type[] {of};
            }

            @Override
            public Type getRawType() {
                return Listing.class;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }
        };
    }

    /** @param time nanoseconds since the epoch */
    static Instant instant(long time) {
        return Instant.ofEpochSecond(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS));
    }

    /** Nanoseconds since the epoch; what lies beyond them is the last or first of them. */
    static long nanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
