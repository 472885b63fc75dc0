// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import io.ganglion.contract.units.Decimals;

/** SenML packs in JSON (RFC 8428 section 5). Not thread-safe. */
final class SenmlJson implements Codec.Reader {
    private final JsonReader reader = new JsonReader(Settings.DEFAULT.maxDepth());
    private final Names names = new Names();
    private final Skimmer skimmer = new Skimmer(reader, names);
    private final SenmlPack pack = new SenmlPack();

    @Override
    public void read(Payload payload, Codec.Sink sink) throws Codec.Malformed {
        try {
            Charsets.check(payload.body());
            names.reset();
            reader.reset(payload.body());
            if (reader.isAtEnd()) {
                throw new Refusal(Reason.EMPTY, "", 0, "no payload");
            }
            pack.begin(payload.receivedAt());
            records(sink);
            skimmer.end();
        } catch (Refusal refusal) {
            throw new Codec.Malformed(refusal.asRejection(""));
        }
    }

    private void records(Codec.Sink sink) {
        if (reader.peek() != '[') {
            throw wrong("a pack is an array of records");
        }
        reader.open();
        if (reader.isEmpty(']')) {
            return;
        }
        do {
            reader.trail.element(pack.index());
            record();
            pack.end(sink);
        } while (reader.more(']'));
    }

    private void record() {
        if (reader.peek() != '{') {
            throw wrong("a record is an object");
        }
        reader.open();
        if (reader.isEmpty('}')) {
            return;
        }
        int object = 0;
        do {
            reader.name();
            String label = reader.text();
            int field = SenmlPack.field(label);
            if (field == 0) {
                object = object == 0 ? names.open() : object;
                skimmer.unique(object);
                if (label.endsWith("_")) {
                    throw wrong("a label that ends with _ must be understood, and is not: " + Refusal.quote(label));
                }
            } else if ((pack.has & field) != 0) {
                throw skimmer.twice();
            }
            reader.colon();
            value(field);
            pack.has |= field;
        } while (reader.more('}'));
    }

    private void value(int field) {
        switch (field) {
            case SenmlPack.NAME -> pack.name = string();
            case SenmlPack.BASE_NAME -> pack.baseName = string();
            case SenmlPack.UNIT -> pack.unit = string();
            case SenmlPack.BASE_UNIT -> pack.baseUnit = string();
            case SenmlPack.STRING, SenmlPack.DATA -> pack.text = string();
            case SenmlPack.VALUE -> pack.value = number();
            case SenmlPack.SUM -> pack.sum = number();
            case SenmlPack.BASE_VALUE -> pack.baseValue = number();
            case SenmlPack.BASE_SUM -> pack.baseSum = number();
            case SenmlPack.TIME -> pack.time = time();
            case SenmlPack.BASE_TIME -> pack.baseTime = time();
            case SenmlPack.VERSION -> pack.version = (int) number();
            case SenmlPack.UPDATE -> number();
            case SenmlPack.BOOLEAN -> pack.truth = truth();
            default -> skimmer.value();
        }
    }

    private String string() {
        if (reader.peek() != '"') {
            throw misfit("string");
        }
        reader.string();
        return reader.text();
    }

    private double number() {
        if (!JsonReader.isNumber(reader.peek())) {
            throw misfit("number");
        }
        return reader.number();
    }

    private long time() {
        long nanos = Decimals.nanos(number());
        if (nanos == Timestamps.INVALID) {
            throw reader.refuse(Reason.BAD_TIME, reader.from, "seconds beyond this node's time: " + reader.token());
        }
        return nanos;
    }

    private boolean truth() {
        int c = reader.peek();
        if (c != 't' && c != 'f') {
            throw misfit("boolean");
        }
        reader.literal(c == 't' ? "true" : "false");
        return c == 't';
    }

    private Refusal misfit(String due) {
        int type = JsonType.startingWith(reader.peek());
        return type == 0
                ? reader.unexpected("a value")
                : reader.refuse(
                        Reason.MALFORMED,
                        reader.pos,
                        "not SenML: must be of type " + due + ", not " + JsonType.describe(type));
    }

    private Refusal wrong(String message) {
        return reader.refuse(Reason.MALFORMED, reader.pos, "not SenML: " + message);
    }
}
