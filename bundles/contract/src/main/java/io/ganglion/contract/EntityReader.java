// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;

/**
 * NGSI-LD as readings: temporal arrays of attribute instances, the simplified temporal form, and entities whose units
 * are to be converted. {@link FullDecoder} reads the rest, faster. Not thread-safe.
 */
final class EntityReader implements Codec.Reader {
    static final String ID = "id";
    static final String TYPE = "type";
    static final String CONTEXT = "@context";
    static final String VALUES = "values";

    private final String entityType;
    private final String timeName;
    private final Leaves leaves = new Leaves();
    private final JsonReader reader = leaves.reader;
    private long document;
    private long newest;

    EntityReader(String entityType, String timeName) {
        this.entityType = entityType;
        this.timeName = timeName;
    }

    @Override
    public void read(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        try {
            leaves.begin(payload.body());
            document = Codec.UNTIMED;
            newest = Codec.UNTIMED;
            members(payload, sink);
            leaves.end();
            sink.time(document == Codec.UNTIMED ? newest : document);
        } catch (Refusal refusal) {
            throw new Codec.Malformed(refusal.asRejection(""));
        }
    }

    private void members(Payload payload, Codec.Sink sink) {
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int object = leaves.names.open();
        do {
            reader.name();
            leaves.skimmer.unique(object);
            String name = reader.text();
            reader.colon();
            switch (name) {
                case ID -> id(payload.device(), sink);
                case TYPE -> type();
                case CONTEXT -> leaves.skimmer.value();
                default -> attribute(sink, name);
            }
        } while (reader.more('}'));
    }

    private void id(String device, Codec.Sink sink) {
        String id = string(ID);
        if (!id.equals(device) && !id.endsWith(":" + device)) {
            throw reader.refuse(
                    Reason.WRONG_DEVICE,
                    reader.from,
                    "id must be " + device + ", or end with :" + device + ": " + reader.token());
        }
        sink.about(ID, id, "/" + ID);
    }

    private void type() {
        String type = string(TYPE);
        if (!type.equals(entityType)) {
            throw reader.refuse(
                    Reason.WRONG_ENTITY_TYPE, reader.from, "type must be " + entityType + ": " + reader.token());
        }
    }

    private String string(String name) {
        if (reader.peek() != '"') {
            throw reader.refuse(Reason.WRONG_TYPE, reader.pos, name + " must be of type string");
        }
        reader.string();
        return reader.text();
    }

    private void attribute(Codec.Sink sink, String name) {
        int c = reader.peek();
        if (name.equals(timeName) && c == '"') {
            document = time(timeName);
        } else if (c == '{') {
            instance(sink, name, false);
        } else if (c == '[') {
            instances(sink, name);
        } else {
            leaves.leaf(sink, name, reader.trail.pointer(reader.body));
        }
    }

    private void instances(Codec.Sink sink, String name) {
        reader.open();
        if (reader.isEmpty(']')) {
            return;
        }
        int index = 0;
        do {
            reader.trail.element(index++);
            if (reader.peek() != '{') {
                throw reader.refuse(
                        Reason.WRONG_TYPE, reader.pos, name + " must be a value, or an array of attribute instances");
            }
            instance(sink, name, true);
        } while (reader.more(']'));
    }

    /** One instance of an attribute. Its parts may come in any order, so the value is read last. */
    private void instance(Codec.Sink sink, String name, boolean temporal) {
        String at = reader.trail.pointer(reader.body);
        int start = reader.pos;
        int value = -1;
        boolean series = false;
        long time = Codec.UNTIMED;
        String unit = "";
        reader.open();
        if (!reader.isEmpty('}')) {
            int object = leaves.names.open();
            do {
                reader.name();
                leaves.skimmer.unique(object);
                String member = reader.text();
                reader.colon();
                reader.peek();
                switch (member) {
                    case "value", "object", VALUES -> {
                        value = reader.pos;
                        series = member.equals(VALUES);
                        leaves.skimmer.value();
                    }
                    case "observedAt" -> time = time("observedAt");
                    case "unitCode" -> unit = string("unitCode");
                    default -> leaves.skimmer.value();
                }
            } while (reader.more('}'));
        }
        if (value < 0) {
            throw new Refusal(Reason.WRONG_TYPE, at, start, name + " must be an object with a value");
        }
        int behind = reader.pos;
        newest = Math.max(newest, time);
        reader.pos = value;
        if (series) {
            series(sink, name, unit, at + "/" + VALUES);
        } else {
            requireTime(temporal, time, name, at, start);
            leaf(sink, name, temporal ? time : Codec.UNTIMED, unit, at + "/value");
        }
        reader.pos = behind;
    }

    private static void requireTime(boolean temporal, long time, String name, String at, int start) {
        if (temporal && time == Codec.UNTIMED) {
            throw new Refusal(
                    Reason.MISSING_ATTRIBUTE,
                    at + "/observedAt",
                    start,
                    "each instance of " + name + " has an observedAt");
        }
    }

    /** {@code [[value, time], ...]}. */
    private void series(Codec.Sink sink, String name, String unit, String at) {
        if (reader.peek() != '[') {
            throw new Refusal(Reason.WRONG_TYPE, at, reader.pos, name + " must have values of [value, time]");
        }
        reader.pos++;
        int index = 0;
        while (reader.peek() != ']') {
            String path = at + "/" + index++;
            int pair = reader.pos;
            if (reader.peek() != '[') {
                throw new Refusal(Reason.WRONG_TYPE, path, pair, "must be [value, time]");
            }
            reader.pos++;
            reader.peek();
            int value = reader.pos;
            leaves.skimmer.value();
            if (reader.peek() != ',') {
                throw new Refusal(Reason.WRONG_TYPE, path, pair, "must be [value, time]");
            }
            reader.pos++;
            if (reader.peek() != '"') {
                throw new Refusal(Reason.WRONG_TYPE, path + "/1", reader.pos, "must be a time, of type string");
            }
            long time = timeAt(path + "/1");
            while (reader.peek() == ',') {
                reader.pos++;
                leaves.skimmer.value();
            }
            int behind = reader.pos + 1;
            reader.pos = value;
            leaf(sink, name, time, unit, path + "/0");
            reader.pos = behind;
            if (reader.peek() == ',') {
                reader.pos++;
            }
        }
        reader.pos++;
    }

    private void leaf(Codec.Sink sink, String name, long time, String unit, String path) {
        int c = reader.peek();
        switch (c) {
            case '"' -> {
                reader.string();
                sink.text(name, time, reader.text(), path);
            }
            case 't', 'f' -> sink.truth(name, time, c == 't', path);
            case 'n' -> sink.absent(name, time, "is null", path);
            case '{', '[' -> sink.absent(name, time, "is an object or an array, which has no place in a row", path);
            default -> sink.number(name, time, unit, reader.number(), path);
        }
    }

    private long time(String name) {
        string(name);
        return parsed(reader.trail.pointer(reader.body));
    }

    private long timeAt(String path) {
        reader.string();
        return parsed(path);
    }

    private long parsed(String path) {
        byte[] text = reader.text().getBytes(StandardCharsets.UTF_8);
        long at = reader.times.parse(text, 0, text.length);
        if (at == Timestamps.INVALID) {
            throw new Refusal(
                    Reason.BAD_TIME,
                    path,
                    reader.from,
                    "must be a date and time by RFC 3339, to the nanosecond at most: " + reader.token());
        }
        return at;
    }
}
