// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One reading of a pump in every format that its contract maps, each with the units of its vendor. */
final class OtherTongues {
    private static final String[] NAMES = {
        "vibrationX",
        "vibrationY",
        "motorCurrent",
        "dischargePressure",
        "motorTemperature",
        "fluidTemperature",
        "supplyVoltage",
        "flow"
    };
    private static final double[] VALUES = {0.027, 0.04, 1.33, 0.2, 79.3, 26.0, 233.0, 32.0};
    private static final String[] KURA = {
        "vibration.x",
        "vibration.y",
        "motor.current",
        "discharge.pressure",
        "motor.temperature",
        "fluid.temperature",
        "supply.voltage",
        "flow"
    };
    private static final double[] KURA_VALUES = {0.027, 0.04, 1330, 20_000, 79.3, 26.0, 233.0, 32.0};
    private static final String[] SPARKPLUG = {
        "Vibration/X",
        "Vibration/Y",
        "Motor/Current",
        "Discharge/Pressure",
        "Motor/Temperature",
        "Fluid/Temperature",
        "Supply/Voltage",
        "Flow"
    };

    private OtherTongues() {}

    /** By the device that speaks so. */
    static Map<String, byte[]> at(Instant time) {
        Map<String, byte[]> said = new LinkedHashMap<>();
        said.put("says-ngsi-ld", keyValues("says-ngsi-ld", time));
        said.put("says-senml", senml("says-senml", time));
        said.put("says-onem2m", oneM2m(time));
        said.put("says-json", plain("says-json", time));
        said.put("says-kura", kura(time));
        said.put("says-sparkplug", sparkplug(time));
        return said;
    }

    private static byte[] keyValues(String device, Instant time) {
        StringBuilder body =
                new StringBuilder("{\"id\":\"%s\",\"type\":\"Pump\",\"dateObserved\":\"%s\"".formatted(device, time));
        for (int i = 0; i < NAMES.length; i++) {
            body.append(",\"").append(NAMES[i]).append("\":").append(VALUES[i]);
        }
        return body.append('}').toString().getBytes(UTF_8);
    }

    static byte[] senml(String device, Instant time) {
        StringBuilder body =
                new StringBuilder("[{\"bn\":\"urn:dev:%s:\",\"bt\":%d}".formatted(device, time.getEpochSecond()));
        for (int i = 0; i < NAMES.length; i++) {
            String value =
                    i == 2 ? "\"u\":\"mA\",\"v\":1330" : i == 4 ? "\"u\":\"K\",\"v\":352.45" : "\"v\":" + VALUES[i];
            body.append(",{\"n\":\"")
                    .append(NAMES[i])
                    .append("\",")
                    .append(value)
                    .append('}');
        }
        return body.append(']').toString().getBytes(UTF_8);
    }

    private static byte[] oneM2m(Instant time) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < NAMES.length; i++) {
            content.append(i == 0 ? "{" : ",")
                    .append("\\\"")
                    .append(NAMES[i])
                    .append("\\\":")
                    .append(VALUES[i]);
        }
        return "{\"m2m:cin\":{\"ct\":\"%s\",\"cnf\":\"application/json:0\",\"con\":\"%s}\"}}"
                .formatted(time.toString().replaceAll("[-:Z]", ""), content)
                .getBytes(UTF_8);
    }

    private static byte[] plain(String device, Instant time) {
        return ("{\"machine\":\"%s\",\"ts\":%d,\"vib\":{\"x\":0.027,\"y\":0.04},\"motor\":{\"current_mA\":1330,\"temp_C\":79.3,"
                        + "\"voltage\":233},\"hydraulics\":{\"pressure_mbar\":200,\"temp_C\":26,\"flow\":32}}")
                .formatted(device, time.toEpochMilli())
                .getBytes(UTF_8);
    }

    private static byte[] kura(Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 1, time.toEpochMilli());
        for (int i = 0; i < KURA.length; i++) {
            ByteArrayOutputStream metric = new ByteArrayOutputStream();
            bytes(metric, 1, KURA[i].getBytes(UTF_8));
            number(metric, 2, 0);
            float64(metric, 3, KURA_VALUES[i]);
            bytes(out, 5000, metric.toByteArray());
        }
        return out.toByteArray();
    }

    private static byte[] sparkplug(Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 1, time.toEpochMilli());
        for (int i = 0; i < SPARKPLUG.length; i++) {
            ByteArrayOutputStream metric = new ByteArrayOutputStream();
            bytes(metric, 1, SPARKPLUG[i].getBytes(UTF_8));
            number(metric, 2, i);
            number(metric, 4, 10);
            float64(metric, 13, VALUES[i]);
            bytes(out, 2, metric.toByteArray());
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, (long) field << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void float64(ByteArrayOutputStream out, int field, double value) {
        varint(out, (long) field << 3 | 1);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
