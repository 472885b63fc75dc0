// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import java.util.Arrays;

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

    private static final int STATED = -1;
    private static final int OBSERVED_AT = -2;
    /** Checked by its rule; no column. */
    private static final int DROPPED = -3;

    private final CompiledContract compiled;
    private final Observation first;
    private final byte[] body;
    /** Constant {@code i} is {@code [start[i], end[i])} of the body; value {@code i} follows it. */
    private final int[] start;

    private final int[] end;
    /** The row's column of value {@code i}, or one of the constants above. */
    private final int[] column;
    /** The property of value {@code i} where more than its range binds it. */
    private final Property[] strict;

    private final double[] minimum;
    private final double[] maximum;

    Template(CompiledContract compiled, byte[] body, Observation accepted, Spans spans) {
        this.compiled = compiled;
        this.first = accepted;
        this.body = body;
        int count = spans.count;
        start = new int[count + 1];
        end = new int[count + 1];
        column = new int[count];
        strict = new Property[count];
        minimum = new double[count];
        maximum = new double[count];
        for (int i = 0; i < count; i++) {
            end[i] = spans.from[i];
            start[i + 1] = spans.to[i];
            describe(i, spans.property[i]);
        }
        end[count] = body.length;
    }

    private void describe(int i, int index) {
        if (index == Spans.OBSERVED_AT) {
            column[i] = OBSERVED_AT;
            return;
        }
        Property property = compiled.properties[index];
        if (property.role == Property.Role.TIME) {
            column[i] = STATED;
            return;
        }
        column[i] = property.role == Property.Role.COLUMN ? property.column : DROPPED;
        minimum[i] = property.rule.range().minimum();
        maximum[i] = property.rule.range().maximum();
        strict[i] = property.rule.isPlainRange() ? null : property;
    }

    /** Memory that it holds on to, bytes, roughly. */
    int weight() {
        return 512 + body.length + 32 * column.length;
    }

    /** The observation in a payload of this very shape; null where the full way must decide. */
    Observation match(Payload payload, JsonReader reader) {
        byte[] b = payload.body();
        reader.body = b;
        double[] row = first.values().clone();
        long stated = Timestamps.INVALID;
        long newest = Timestamps.INVALID;
        int p = 0;
        for (int i = 0; i < column.length; i++) {
            p = constant(b, p, i);
            if (p < 0 || p >= b.length) {
                return null;
            }
            int place = column[i];
            if (place == STATED || place == OBSERVED_AT) {
                int from = p;
                p = quote(b, p);
                long at = Timestamps.parse(b, from, p);
                if (at == Timestamps.INVALID) {
                    return null;
                }
                stated = place == STATED ? at : stated;
                newest = place == STATED ? newest : Math.max(at, newest);
            } else {
                reader.pos = p;
                if (!JsonReader.isNumber(b[p])) {
                    return null;
                }
                double value = reader.number();
                if (!(value >= minimum[i] && value <= maximum[i])) {
                    return null;
                }
                if (strict[i] != null) {
                    strict[i].rule.checkNumber(reader, value, strict[i]);
                }
                if (place >= 0) {
                    row[place] = value;
                }
                p = reader.pos;
            }
        }
        return constant(b, p, column.length) == b.length
                ? observation(payload, row, stated != Timestamps.INVALID ? stated : newest)
                : null;
    }

    private Observation observation(Payload payload, double[] row, long time) {
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

    /** Steps over constant {@code i}: the position behind it, or -1 where the bytes differ. */
    private int constant(byte[] b, int p, int i) {
        int from = start[i];
        int length = end[i] - from;
        return length <= b.length - p && Arrays.mismatch(b, p, p + length, body, from, from + length) < 0
                ? p + length
                : -1;
    }

    private static int quote(byte[] b, int from) {
        int p = from;
        while (p < b.length && b[p] != '"') {
            p++;
        }
        return p;
    }
}
