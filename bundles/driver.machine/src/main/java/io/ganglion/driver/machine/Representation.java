// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a reading is written down. Source: ETSI GS CIM 009 (NGSI-LD), clause 4.5. */
enum Representation {
    /** Plain keys and values, the time in {@code dateObserved}. */
    KEYVALUES {
        @Override
        void write(StringBuilder json, String time, double[] values) {
            json.append(",\"dateObserved\":\"").append(time).append('"');
            for (PumpAttribute attribute : PumpAttribute.ALL) {
                key(json, attribute).append(decimal(values[attribute.ordinal()]));
            }
        }
    },
    /** Values with unit and time, the type left out. */
    CONCISE {
        @Override
        void write(StringBuilder json, String time, double[] values) {
            for (PumpAttribute attribute : PumpAttribute.ALL) {
                property(key(json, attribute).append('{'), attribute, time, values);
            }
        }
    },
    /** Values with type, unit and time. */
    NORMALIZED {
        @Override
        void write(StringBuilder json, String time, double[] values) {
            for (PumpAttribute attribute : PumpAttribute.ALL) {
                property(key(json, attribute).append("{\"type\":\"Property\","), attribute, time, values);
            }
        }
    };

    // A fixed width, so that every payload of a device has the same shape.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    abstract void write(StringBuilder json, String time, double[] values);

    /** JSON in UTF-8; values of shape {@code [attributes]}. */
    byte[] encode(String device, Instant time, double[] values) {
        StringBuilder json = new StringBuilder(1024);
        json.append("{\"id\":\"urn:ngsi-ld:Pump:").append(device).append("\",\"type\":\"Pump\"");
        write(json, TIME.format(time), values);
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static StringBuilder key(StringBuilder json, PumpAttribute attribute) {
        return json.append(",\"").append(attribute.key).append("\":");
    }

    private static void property(StringBuilder json, PumpAttribute attribute, String time, double[] values) {
        json.append("\"value\":").append(decimal(values[attribute.ordinal()]));
        json.append(",\"unitCode\":\"").append(attribute.unitCode);
        json.append("\",\"observedAt\":\"").append(time).append("\"}");
    }

    // Not Double.toString: its digits changed between JDK releases, and the same seed must mean the same bytes.
    private static String decimal(double value) {
        return BigDecimal.valueOf(StrictMath.round(value * 1e5), 5).toPlainString();
    }

    static Representation named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("representation must be keyvalues, concise or normalized: " + name, e);
        }
    }
}
