// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one attribute in whichever NGSI-LD form it comes: a bare value, {@code {"value": ...}} with unit and time, or the
 * same with its {@code type}. {@link Flattened} flattens trees by the same rules.
 */
final class Attributes {
    private static final byte[] VALUE = ascii("value");
    private static final byte[] OBJECT = ascii("object");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] UNIT_CODE = ascii("unitCode");
    private static final byte[] OBSERVED_AT = ascii("observedAt");
    private static final byte[] TYPED_TYPE = ascii("@type");
    private static final byte[] TYPED_VALUE = ascii("@value");

    private static final byte[] PROPERTY = ascii("Property");
    private static final byte[] LANGUAGE_MAP = ascii("languageMap");
    private static final Set<String> CARRIERS = Set.of("vocab", "json", "valueList", "objectList");
    private static final Set<String> KINDS = Collections.unmodifiableSet(new TreeSet<>(List.of(
            "GeoProperty",
            "JsonProperty",
            "LanguageProperty",
            "ListProperty",
            "ListRelationship",
            "Property",
            "Relationship",
            "VocabProperty")));

    private static final int VALUE_SEEN = 1;
    private static final int TYPE_SEEN = 2;
    private static final int UNIT_SEEN = 4;
    private static final int TIME_SEEN = 8;

    private final JsonReader reader;
    private final Skimmer skimmer;
    private final Names names;
    private final Values values;

    Attributes(JsonReader reader, Skimmer skimmer, Names names, Values values) {
        this.reader = reader;
        this.skimmer = skimmer;
        this.names = names;
        this.values = values;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a property's value, the cursor before it. */
    void read(Property property) {
        int c = reader.peek();
        if (c == '{' && property.hasForms()) {
            instance(property);
        } else {
            values.read(property, c);
        }
    }

    private void instance(Property property) {
        int start = reader.pos;
        reader.open();
        if (reader.isEmpty('}')) {
            throw valueless(property, start);
        }
        int object = names.open();
        int seen = 0;
        do {
            reader.name();
            seen |= member(property, object, seen);
        } while (reader.more('}'));
        if ((seen & VALUE_SEEN) == 0) {
            throw valueless(property, start);
        }
    }

    /** Reads a member of an attribute, the cursor behind its name; its bit. */
    private int member(Property property, int object, int seen) {
        if (is(VALUE) || is(OBJECT)) {
            once(seen, VALUE_SEEN);
            value(property);
            return VALUE_SEEN;
        }
        if (is(UNIT_CODE)) {
            once(seen, UNIT_SEEN);
            unitCode(property);
            return UNIT_SEEN;
        }
        if (is(OBSERVED_AT)) {
            once(seen, TIME_SEEN);
            reader.colon();
            values.observedAt(property);
            return TIME_SEEN;
        }
        if (is(TYPE)) {
            once(seen, TYPE_SEEN);
            kind(property);
            return TYPE_SEEN;
        }
        if (is(TYPED_VALUE)) {
            once(seen, VALUE_SEEN);
            reader.colon();
            values.read(property, reader.peek());
            return VALUE_SEEN;
        }
        return rare(property, object, seen);
    }

    /** What carries the value of the rarer kinds of attributes; anything else is a sub-attribute. */
    private int rare(Property property, int object, int seen) {
        if (is(LANGUAGE_MAP)) {
            once(seen, VALUE_SEEN);
            languages(property);
            return VALUE_SEEN;
        }
        if (CARRIERS.contains(reader.text())) {
            once(seen, VALUE_SEEN);
            value(property);
            return VALUE_SEEN;
        }
        skimmer.unique(object);
        reader.colon();
        skimmer.value();
        return 0;
    }

    /** One text in several languages: each must be a value of its own right; the last one is kept. */
    private void languages(Property property) {
        reader.colon();
        int start = reader.pos;
        if (reader.peek() != '{') {
            throw valueless(property, start);
        }
        reader.open();
        if (reader.isEmpty('}')) {
            throw valueless(property, start);
        }
        int object = names.open();
        do {
            reader.name();
            skimmer.unique(object);
            reader.colon();
            values.read(property, reader.peek());
        } while (reader.more('}'));
    }

    private boolean is(byte[] name) {
        return reader.escaped
                ? reader.text().equals(new String(name, StandardCharsets.US_ASCII))
                : Strings.equal(reader.body, reader.from, reader.to, name);
    }

    private void once(int seen, int bit) {
        if ((seen & bit) != 0) {
            throw skimmer.twice();
        }
    }

    private void value(Property property) {
        reader.colon();
        int c = reader.peek();
        if (c == '{') {
            typed(property);
        } else {
            values.read(property, c);
        }
    }

    /** A JSON-LD typed value: {@code {"@type": "DateTime", "@value": "2026-11-22T15:00:00Z"}}. */
    private void typed(Property property) {
        int start = reader.pos;
        reader.open();
        int seen = 0;
        if (!reader.isEmpty('}')) {
            do {
                reader.name();
                if (is(TYPED_VALUE)) {
                    once(seen, VALUE_SEEN);
                    seen |= VALUE_SEEN;
                    reader.colon();
                    values.read(property, reader.peek());
                } else if (is(TYPED_TYPE)) {
                    once(seen, TYPE_SEEN);
                    seen |= TYPE_SEEN;
                    reader.colon();
                    if (reader.peek() != '"') {
                        throw values.misfit(reader.peek(), "@type", "string");
                    }
                    reader.string();
                } else {
                    reader.trail.leave();
                    throw valueless(property, start);
                }
            } while (reader.more('}'));
        }
        if (seen != (VALUE_SEEN | TYPE_SEEN)) {
            throw valueless(property, start);
        }
    }

    private void unitCode(Property property) {
        reader.colon();
        if (property.unitCode.length == 0) {
            skimmer.value();
            return;
        }
        int c = reader.peek();
        if (c != '"') {
            throw values.misfit(c, "unitCode", "string");
        }
        reader.string();
        if (reader.escaped || !Strings.equal(reader.body, reader.from, reader.to, property.unitCode)) {
            throw property.refuse(
                    reader, Reason.WRONG_UNIT, reader.from, "must be in" + property.unit(), reader.token());
        }
    }

    private void kind(Property property) {
        reader.colon();
        int c = reader.peek();
        if (c != '"') {
            throw values.misfit(c, "type", "string");
        }
        reader.string();
        if (!is(PROPERTY) && !KINDS.contains(reader.text()) && !Flattened.OLD_KINDS.contains(reader.text())) {
            throw property.refuse(
                    reader,
                    Reason.WRONG_TYPE,
                    reader.from,
                    "must be one of the attribute types " + KINDS,
                    reader.token());
        }
    }

    private Refusal valueless(Property property, int start) {
        return reader.refuse(
                Reason.WRONG_TYPE,
                start,
                property.name + " must be of type " + JsonType.describe(property.rule.types())
                        + ", or an object with a value of that type");
    }
}
