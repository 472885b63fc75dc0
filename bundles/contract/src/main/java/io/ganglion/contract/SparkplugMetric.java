// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Reason;
import io.ganglion.contract.Ledger.Kind;
import java.io.IOException;

/** One metric on the wire: its fields may come in any order, so they are collected first. Not thread-safe. */
final class SparkplugMetric {
    private static final int NAME = 1;
    private static final int ALIAS = 2;
    private static final int TIMESTAMP = 3;
    private static final int DATATYPE = 4;
    private static final int HISTORICAL = 5;
    private static final int NULL = 7;
    private static final int PROPERTIES = 9;
    private static final int INT = 10;
    private static final int LONG = 11;
    private static final int FLOAT = 12;
    private static final int DOUBLE = 13;
    private static final int BOOLEAN = 14;
    private static final int STRING = 15;
    private static final int BYTES = 16;
    private static final int DATASET = 17;
    private static final int TEMPLATE = 18;

    private static final int TYPE_INT8 = 1;
    private static final int TYPE_INT16 = 2;
    private static final int TYPE_INT32 = 3;
    private static final int TYPE_UINT8 = 5;
    private static final int TYPE_UINT16 = 6;
    private static final int TYPE_UINT64 = 8;

    private final Wire wire;
    private final SparkplugProperties properties;

    String name;
    boolean hasAlias;
    long alias;
    boolean hasTime;
    long millis;
    int type;
    boolean historical;

    private boolean none;
    private int value;
    private long bits;
    private double number;
    private String text;

    SparkplugMetric(Wire wire) {
        this.wire = wire;
        this.properties = new SparkplugProperties(wire);
    }

    void read() throws IOException {
        name = null;
        hasAlias = false;
        hasTime = false;
        type = 0;
        historical = false;
        none = false;
        value = 0;
        properties.clear();
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case NAME -> name = wire.text();
                case ALIAS -> {
                    alias = wire.varint();
                    hasAlias = true;
                }
                case TIMESTAMP -> {
                    millis = wire.varint();
                    hasTime = true;
                }
                case DATATYPE -> type = (int) wire.varint();
                case HISTORICAL -> historical = wire.truth();
                case NULL -> none = wire.truth();
                case PROPERTIES -> wire.message(properties::read);
                default -> value(field);
            }
        }
    }

    private void value(int field) throws IOException {
        switch (field) {
            case INT, LONG, BOOLEAN -> bits = wire.varint();
            case FLOAT -> number = wire.float32();
            case DOUBLE -> number = wire.float64();
            case STRING -> text = wire.text();
            default -> wire.skip();
        }
        value = field >= INT && field <= TEMPLATE ? field : value;
    }

    /** The unit that it states; empty where it states none. */
    String unit() {
        return properties.unit;
    }

    /** What it says, under the name and type that its birth gave it. */
    SparkplugReading reading(String source, int born, String unit, String path) {
        if (none) {
            return absent(source, "is_null is set");
        }
        if (properties.quality != SparkplugProperties.GOOD) {
            return absent(source, "its quality is " + properties.quality + ", good is " + SparkplugProperties.GOOD);
        }
        return switch (value) {
            case INT, LONG -> new SparkplugReading(source, Kind.NUMBER, integer(born, path), "", unit);
            case FLOAT, DOUBLE -> new SparkplugReading(source, Kind.NUMBER, number, "", unit);
            case BOOLEAN -> new SparkplugReading(source, Kind.TRUTH, bits != 0 ? 1 : 0, "", "");
            case STRING -> new SparkplugReading(source, Kind.TEXT, 0, text, "");
            case BYTES -> absent(source, "it holds bytes, which are not read");
            case DATASET -> absent(source, "it is a dataset, which is not read: send its columns as metrics");
            case TEMPLATE -> absent(source, "it is a template, which is not read: send its metrics by themselves");
            default -> absent(source, "it has no value and is_null is not set");
        };
    }

    private static SparkplugReading absent(String source, String why) {
        return new SparkplugReading(source, Kind.ABSENT, 0, why, "");
    }

    /** Signed types come as two's complement, of their own width or of the field's. */
    private double integer(int born, String path) {
        return switch (born) {
            case TYPE_INT8 -> within(path, value == INT ? (int) bits : bits, Byte.MIN_VALUE, 0xFF, (byte) bits);
            case TYPE_INT16 -> within(path, value == INT ? (int) bits : bits, Short.MIN_VALUE, 0xFFFF, (short) bits);
            case TYPE_INT32 -> (int) bits;
            case TYPE_UINT8 -> within(path, bits, 0, 0xFF, bits);
            case TYPE_UINT16 -> within(path, bits, 0, 0xFFFF, bits);
            case TYPE_UINT64 -> bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
            default -> value == INT ? bits & 0xFFFFFFFFL : bits;
        };
    }

    private double within(String path, long sent, long least, long most, long meant) {
        if (sent < least || sent > most) {
            throw new Refusal(
                    Reason.MALFORMED,
                    path,
                    wire.offset(),
                    "not Sparkplug B: " + sent + " does not fit its data type " + type);
        }
        return meant;
    }
}
