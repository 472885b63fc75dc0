// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Reads the values of one document into a row, and holds each against its rule. */
final class Values {
    double[] row = {};
    long good;
    String[] texts = {};
    String entity = "";

    private final CompiledContract compiled;
    private final JsonReader reader;
    private final Skimmer skimmer;
    private final Spans spans;
    private String device = "";
    private long stated;
    private int statedOffset;
    private long newest;
    private int newestOffset;
    private Property newestOf;

    Values(CompiledContract compiled, JsonReader reader, Skimmer skimmer, Spans spans) {
        this.compiled = compiled;
        this.reader = reader;
        this.skimmer = skimmer;
        this.spans = spans;
        newestOf = compiled.time;
    }

    void reset(String sender) {
        device = sender;
        row = new double[compiled.contract.attributes().size()];
        Arrays.fill(row, Double.NaN);
        good = 0;
        int textCount = compiled.contract.texts().size();
        if (textCount > 0) {
            texts = new String[textCount];
            Arrays.fill(texts, "");
        }
        stated = Timestamps.INVALID;
        newest = Timestamps.INVALID;
    }

    /** Reads the value of a property, the cursor on its first character {@code c}. */
    void read(Property property, int c) {
        switch (property.role) {
            case COLUMN -> column(property, c);
            case TIME -> dateObserved(property, c);
            case ID -> id(property, c);
            case TYPE -> type(property, c);
            case TEXT -> text(property, c);
            case CONTEXT -> skimmer.value();
            case OTHER -> other(property, c);
        }
    }

    private void column(Property property, int c) {
        if (!JsonReader.isNumber(c)) {
            absent(property, c);
            return;
        }
        double value = number(property);
        row[property.column] = value;
        good |= 1L << property.column;
    }

    private double number(Property property) {
        double value = reader.number();
        Rule rule = property.rule;
        if (!rule.isPlainRange() || !rule.range().contains(value)) {
            rule.checkNumber(reader, value, property);
        }
        // A number that the whole schema binds too must not change behind its back.
        if (property.whole || property.role == Property.Role.COLUMN) {
            spans.add(reader, property.index);
        }
        return value;
    }

    /** Null where the contract allows it, which is the same as not sent; anything else is of the wrong type. */
    private void absent(Property property, int c) {
        if (c != 'n' || !property.rule.allows(JsonType.NULL)) {
            throw misfit(c, property.name, JsonType.describe(property.rule.types()));
        }
        reader.literal("null");
        property.rule.checkAllowed(reader, JsonType.NULL, property);
    }

    private void text(Property property, int c) {
        if (c != '"') {
            absent(property, c);
            return;
        }
        reader.string();
        property.rule.checkString(reader, property);
        texts[property.column] = reader.text();
    }

    private void other(Property property, int c) {
        Rule rule = property.rule;
        int type = JsonType.startingWith(c);
        if (!rule.allows(type == JsonType.NUMBER ? JsonType.NUMERIC : type)) {
            throw misfit(c, property.name, JsonType.describe(rule.types()));
        }
        switch (type) {
            case JsonType.NUMBER -> number(property);
            case JsonType.STRING -> {
                reader.string();
                rule.checkString(reader, property);
            }
            case JsonType.NULL -> absent(property, c);
            case JsonType.BOOLEAN -> {
                reader.literal(c == 't' ? "true" : "false");
                rule.checkAllowed(reader, c == 't', property);
            }
            default -> skimmer.value();
        }
    }

    private void id(Property property, int c) {
        requireString(c, property.name);
        reader.string();
        property.rule.checkString(reader, property);
        entity = reader.text();
        boolean ofDevice = entity.equals(device)
                || (entity.endsWith(device) && entity.charAt(entity.length() - device.length() - 1) == ':');
        if (!ofDevice) {
            throw property.refuse(
                    reader,
                    Reason.WRONG_DEVICE,
                    reader.from,
                    "must be " + device + ", or end with :" + device,
                    reader.token());
        }
    }

    private void type(Property property, int c) {
        requireString(c, property.name);
        reader.string();
        boolean equal = reader.escaped
                ? reader.text().equals(compiled.contract.entityType())
                : Strings.equal(reader.body, reader.from, reader.to, compiled.entityType);
        if (!equal) {
            throw property.refuse(
                    reader,
                    Reason.WRONG_ENTITY_TYPE,
                    reader.from,
                    "must be " + compiled.contract.entityType(),
                    reader.token());
        }
    }

    private void dateObserved(Property property, int c) {
        requireString(c, property.name);
        stated = timestamp(property.index, property.name);
        statedOffset = reader.from;
    }

    /** The time of one attribute; the newest counts where the document states none of its own. */
    void observedAt(Property property) {
        requireString(reader.peek(), "observedAt");
        long at = timestamp(Spans.OBSERVED_AT, "observedAt");
        if (at > newest) {
            newest = at;
            newestOffset = reader.from;
            newestOf = property;
        }
    }

    private long timestamp(int index, String name) {
        reader.string();
        long at;
        if (reader.escaped) {
            byte[] text = reader.text().getBytes(StandardCharsets.UTF_8);
            at = reader.times.parse(text, 0, text.length);
            spans.giveUp();
        } else {
            at = reader.times.parse(reader.body, reader.from, reader.to);
            spans.add(reader, index);
        }
        if (at == Timestamps.INVALID) {
            throw reader.refuse(
                    Reason.BAD_TIME,
                    reader.from,
                    name + " must be a date and time by RFC 3339, to the nanosecond at most: " + reader.token());
        }
        return at;
    }

    /** When the document was observed, held against the node's clock. */
    long time(int end, long receivedAt) {
        long time = stated != Timestamps.INVALID ? stated : newest;
        if (time == Timestamps.INVALID && compiled.byArrival) {
            return receivedAt;
        }
        if (time == Timestamps.INVALID) {
            throw new Refusal(
                    Reason.MISSING_ATTRIBUTE,
                    Trail.pointerTo(compiled.time.bytes),
                    end,
                    compiled.time.name + " is required and absent, and no attribute has an observedAt");
        }
        if (compiled.isTooLate(time, receivedAt)) {
            throw outOfTime(Reason.TIME_IN_FUTURE, "ahead of the node's clock", compiled.ahead, receivedAt);
        }
        if (compiled.isTooOld(time, receivedAt)) {
            throw outOfTime(Reason.TIME_IN_PAST, "old", compiled.age, receivedAt);
        }
        return time;
    }

    private Refusal outOfTime(Reason reason, String how, long tolerance, long receivedAt) {
        boolean own = stated != Timestamps.INVALID;
        int offset = own ? statedOffset : newestOffset;
        String path = own ? Trail.pointerTo(compiled.time.bytes) : Trail.pointerTo(newestOf.bytes) + "/observedAt";
        return new Refusal(
                reason,
                path,
                offset,
                (own ? compiled.time.name : "observedAt") + " must be at most " + Duration.ofNanos(tolerance) + " "
                        + how
                        + ": " + stringAt(offset) + ", received at "
                        + Instant.ofEpochSecond(0, receivedAt));
    }

    /** The newest {@code observedAt} as text, where it stands in for the document's own time; empty otherwise. */
    String standIn() {
        if (stated != Timestamps.INVALID || newest == Timestamps.INVALID) {
            return "";
        }
        reader.pos = newestOffset - 1;
        reader.string();
        return reader.text();
    }

    private String stringAt(int offset) {
        reader.pos = offset - 1;
        reader.string();
        return reader.token();
    }

    private void requireString(int c, String name) {
        if (c != '"') {
            throw misfit(c, name, "string");
        }
    }

    /** What is wrong with a value that starts with {@code c}, where one of another type was due. */
    Refusal misfit(int c, String name, String due) {
        int type = JsonType.startingWith(c);
        if (type == 0) {
            return reader.unexpected("a value");
        }
        return reader.refuse(
                Reason.WRONG_TYPE, reader.pos, name + " must be of type " + due + ", not " + JsonType.describe(type));
    }
}
