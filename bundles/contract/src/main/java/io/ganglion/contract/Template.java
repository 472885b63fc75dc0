// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The shape of an accepted document. A payload that equals it in every byte but for its values has the same names, types,
 * units and order, so that its values alone decide: numbers are parsed and range-checked, times parsed and held against
 * the clock. Whatever else a payload may be, the full way decides.
 *
 * <p>Sound because each value is followed by a constant byte that belongs neither to a number nor to a time, so no value
 * can swallow a part of the structure, and because both ways read numbers and times by the same code. Immutable.
 */
final class Template {
    /** Longest document that becomes a template, bytes. */
    static final int BODY_LIMIT = 16_384;

    private final CompiledContract compiled;
    private final Observation first;
    private final byte[] body;
    private final Slot[] slots;
    /** Where the constant bytes behind the last value begin. */
    private final int rest;

    /** Constant bytes and the value behind them. A class with fields, since this is what the hot loop walks over. */
    private static final class Slot {
        private static final int STATED = -1;
        private static final int OBSERVED_AT = -2;
        /** A number that is held against its whole rule, column or not. */
        private static final int STRICT = -3;

        private static final Pattern USUAL_NUMBER = Pattern.compile("(?=.{3,9}$)[0-9]+\\.[0-9]+");

        final int from;
        final int length;
        /** How long the value was when the shape was learned. */
        final int usual;
        /** The row's column of a number that only its range binds, or one of the constants above. */
        final int kind;

        final double minimum;
        final double maximum;
        final Property property;

        /** Digits before the point, and in all, of an unsigned decimal of at most eight; 0 where it was none. */
        private final int integers;

        private final int digits;
        /** The bits of eight bytes that come from the point on. */
        private final long behind;

        private final double scale;

        Slot(byte[] body, int from, int valueFrom, int valueTo, Property property, boolean observedAt) {
            this.from = from;
            this.length = valueFrom - from;
            this.usual = valueTo - valueFrom;
            this.property = property;
            this.minimum = property.rule.range().minimum();
            this.maximum = property.rule.range().maximum();
            if (observedAt) {
                kind = OBSERVED_AT;
            } else if (property.role == Property.Role.TIME) {
                kind = STATED;
            } else {
                kind = property.role == Property.Role.COLUMN && property.rule.isPlainRange() ? property.column : STRICT;
            }
            String value = new String(body, valueFrom, usual, StandardCharsets.US_ASCII);
            boolean decimal = USUAL_NUMBER.matcher(value).matches();
            integers = decimal ? value.indexOf('.') : 0;
            digits = decimal ? usual - 1 : 0;
            behind = -1L << (integers << 3);
            scale = JsonReader.POWERS[Math.max(0, digits - integers)];
        }

        /**
         * A number with as many digits before and behind the point as the one that was learned, which spares finding its
         * end; NaN where it is any other, for {@link JsonReader#number} to read. The constant behind it proves its end.
         */
        double usualNumber(byte[] b, int at) {
            if (digits == 0 || at + Long.BYTES >= b.length) {
                return Double.NaN;
            }
            long begin = Swar.load(b, at);
            long number = begin & ~behind | Swar.load(b, at + 1) & behind;
            boolean fits = b[at + integers] == '.'
                    && Swar.digits(number) >= digits
                    && (integers == 1 || (begin & 0xFF) != '0');
            return fits ? Swar.decimal(number, digits) / scale : Double.NaN;
        }
    }

    Template(CompiledContract compiled, byte[] body, Observation accepted, Spans spans) {
        this.compiled = compiled;
        this.first = accepted;
        this.body = body;
        slots = new Slot[spans.count];
        int from = 0;
        for (int i = 0; i < slots.length; i++) {
            boolean observedAt = spans.property[i] == Spans.OBSERVED_AT;
            Property property = observedAt ? compiled.time : compiled.properties[spans.property[i]];
            slots[i] = new Slot(body, from, spans.from[i], spans.to[i], property, observedAt);
            from = spans.to[i];
        }
        rest = from;
    }

    /** Memory that it holds on to, bytes, roughly. */
    int weight() {
        return 512 + body.length + 64 * slots.length;
    }

    /** The observation in a payload of this very shape; null where the full way must decide. */
    Observation match(Payload payload, JsonReader reader) {
        byte[] b = payload.body();
        reader.body = b;
        double[] row = first.values().clone();
        long stated = Timestamps.INVALID;
        long newest = Timestamps.INVALID;
        int p = 0;
        for (Slot slot : slots) {
            int value = p + slot.length;
            if (value >= b.length || !Swar.equal(b, p, body, slot.from, slot.length)) {
                return null;
            }
            if (slot.kind >= 0) {
                double number = slot.usualNumber(b, value);
                p = value + slot.usual;
                if (Double.isNaN(number)) {
                    reader.pos = value;
                    number = reader.numberOrNaN();
                    p = reader.pos;
                }
                if (!(number >= slot.minimum && number <= slot.maximum)) {
                    return null;
                }
                row[slot.kind] = number;
            } else if (slot.kind == Slot.STRICT) {
                reader.pos = value;
                if (!strict(slot, row, reader)) {
                    return null;
                }
                p = reader.pos;
            } else {
                p = quote(b, value, slot.usual);
                long at = reader.times.parse(b, value, p);
                if (at == Timestamps.INVALID) {
                    return null;
                }
                if (slot.kind == Slot.STATED) {
                    stated = at;
                } else {
                    newest = Math.max(at, newest);
                }
            }
        }
        int length = body.length - rest;
        return b.length - p == length && Swar.equal(b, p, body, rest, length)
                ? observation(payload, row, stated != Timestamps.INVALID ? stated : newest)
                : null;
    }

    private static boolean strict(Slot slot, double[] row, JsonReader reader) {
        double number = reader.numberOrNaN();
        Property property = slot.property;
        if (Double.isNaN(number)) {
            return false;
        }
        try {
            property.rule.checkNumber(reader, number, property);
        } catch (Refusal refusal) {
            // The full way says it, with path and offset.
            return false;
        }
        if (property.role == Property.Role.COLUMN) {
            row[property.column] = number;
        }
        return true;
    }

    private Observation observation(Payload payload, double[] row, long said) {
        long time = said == Timestamps.INVALID && compiled.byArrival ? payload.receivedAt() : said;
        if (compiled.isTooLate(time, payload.receivedAt()) || compiled.isTooOld(time, payload.receivedAt())) {
            return null;
        }
        return new Observation(
                first.contract(),
                first.device(),
                first.entity(),
                time,
                payload.receivedAt(),
                row,
                first.good(),
                first.texts());
    }

    /** The end of a string: where it was the last time, most often. */
    private static int quote(byte[] b, int from, int usual) {
        int p = from + usual;
        if (p < b.length && b[p] == '"') {
            return p;
        }
        p = from;
        while (p < b.length && b[p] != '"') {
            p++;
        }
        return p;
    }
}
