// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import java.io.IOException;

/** The properties of a metric, of which two count: its quality and its engineering unit. Not thread-safe. */
final class SparkplugProperties {
    /** By OPC's tradition. */
    static final long GOOD = 192;

    private static final int KEYS = 1;
    private static final int VALUES = 2;
    private static final int NULL = 2;
    private static final int INT = 3;
    private static final int LONG = 4;
    private static final int STRING = 8;
    /** Keys that are looked at; a metric with more states its quality and unit among the first. */
    private static final int LIMIT = 64;

    long quality = GOOD;
    String unit = "";

    private final Wire wire;
    private final String[] keys = new String[LIMIT];
    private final Object[] values = new Object[LIMIT];
    private Object value;

    SparkplugProperties(Wire wire) {
        this.wire = wire;
    }

    void clear() {
        quality = GOOD;
        unit = "";
    }

    /** Keys and values are two lists, in whatever order on the wire. */
    void read() throws IOException {
        int keyCount = 0;
        int valueCount = 0;
        for (int field = wire.next(); field != 0; field = wire.next()) {
            if (field == KEYS && keyCount < LIMIT) {
                keys[keyCount++] = wire.text();
            } else if (field == VALUES && valueCount < LIMIT) {
                wire.message(this::value);
                values[valueCount++] = value;
            } else {
                wire.skip();
            }
        }
        for (int i = 0; i < Math.min(keyCount, valueCount); i++) {
            if ("Quality".equals(keys[i]) && values[i] instanceof Long code) {
                quality = code;
            } else if ("engUnit".equals(keys[i]) && values[i] instanceof String said) {
                unit = said;
            }
        }
    }

    private void value() throws IOException {
        value = null;
        boolean none = false;
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case INT -> value = (long) (int) wire.varint();
                case LONG -> value = wire.varint();
                case STRING -> value = wire.text();
                case NULL -> none = wire.truth();
                default -> wire.skip();
            }
        }
        value = none ? null : value;
    }
}
