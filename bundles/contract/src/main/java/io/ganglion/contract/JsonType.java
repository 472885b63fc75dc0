// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.util.ArrayList;
import java.util.List;

/** The types of JSON Schema as bits of a set. */
final class JsonType {
    static final int STRING = 1;
    static final int NUMBER = 2;
    /** A number without fraction; 1.0 is one. */
    static final int INTEGER = 4;

    static final int BOOLEAN = 8;
    static final int NULL = 16;
    static final int OBJECT = 32;
    static final int ARRAY = 64;
    static final int NUMERIC = NUMBER | INTEGER;
    static final int ALL = 127;

    private static final List<String> NAMES =
            List.of("string", "number", "integer", "boolean", "null", "object", "array");

    private JsonType() {}

    /** The bit of a type's name, or 0. */
    static int of(String name) {
        int index = NAMES.indexOf(name);
        return index < 0 ? 0 : 1 << index;
    }

    /** The type of the value that starts with this byte, or 0. */
    static int startingWith(int c) {
        return switch (c) {
            case '"' -> STRING;
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> JsonReader.isNumber(c) ? NUMBER : 0;
        };
    }

    /** The names in a set, for a message. */
    static String describe(int types) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            boolean implied = 1 << i == INTEGER && (types & NUMBER) != 0;
            if ((types & 1 << i) != 0 && !implied) {
                names.add(NAMES.get(i));
            }
        }
        return String.join(" or ", names);
    }
}
