// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;

/** Steps over values that no column needs; they must be sound JSON all the same: depth, charset, numbers, no name twice. */
final class Skimmer {
    private final JsonReader reader;
    private final Names names;

    Skimmer(JsonReader reader, Names names) {
        this.reader = reader;
        this.names = names;
    }

    /** A whole document; throws a {@link Refusal} for the first thing that is wrong with its form. */
    void document() {
        value();
        end();
    }

    /** Nothing may follow the document's value. */
    void end() {
        if (!reader.isAtEnd()) {
            throw reader.unexpected("the end");
        }
    }

    void value() {
        int c = reader.peek();
        switch (c) {
            case '"' -> reader.string();
            case '{' -> object();
            case '[' -> array();
            case 't' -> reader.literal("true");
            case 'f' -> reader.literal("false");
            case 'n' -> reader.literal("null");
            default -> {
                if (!JsonReader.isNumber(c)) {
                    throw reader.unexpected("a value");
                }
                reader.number();
            }
        }
    }

    /** Notes a name that was just read; it must be new in its object. */
    void unique(int object) {
        if (!names.add(object, reader)) {
            throw twice();
        }
    }

    Refusal twice() {
        return reader.refuse(Reason.DUPLICATE_KEY, reader.from - 1, "the same name twice: " + reader.token());
    }

    private void object() {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int object = names.open();
        do {
            reader.name();
            unique(object);
            reader.colon();
            value();
        } while (reader.more('}'));
    }

    private void array() {
        reader.open();
        if (reader.isEmpty(']')) {
            return;
        }
        int index = 0;
        do {
            reader.trail.element(index++);
            value();
        } while (reader.more(']'));
    }
}
