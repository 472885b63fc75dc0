// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.ganglion.api.device.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/** Readings of one pump in every format that its contract maps. */
final class CodecDocuments {
    private static final int COUNT = 242;
    private static final Instant START = Instant.parse("2026-11-22T15:00:00Z");
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
    private static final double[] LEVELS = {0.0265, 0.0401, 1.33, 0.0547, 79.3, 26.0, 233.0, 32.0};
    private static final int KURA_METRIC = 5000;

    private CodecDocuments() {}

    @FunctionalInterface
    private interface Form {
        byte[] write(double[] values, long millis);
    }

    private static Payload[] documents(String mediaType, Form form) {
        SplittableRandom random = new SplittableRandom(42);
        Payload[] payloads = new Payload[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double[] values = new double[LEVELS.length];
            for (int c = 0; c < values.length; c++) {
                values[c] = new BigDecimal(LEVELS[c] * (1 + random.nextDouble(-0.1, 0.1)))
                        .round(new MathContext(6))
                        .doubleValue();
            }
            long millis = START.toEpochMilli() + 1_000L * i;
            byte[] body = form.write(values, millis);
            payloads[i] = new Payload("bench", "Pump", "pump-7", "t", mediaType, body, millis * 1_000_000L);
        }
        return payloads;
    }

    static Payload[] senmlJson() {
        return documents("application/senml+json", (values, millis) -> {
            StringBuilder body = new StringBuilder("[{\"bn\":\"urn:dev:pump-7:\",\"bt\":" + millis / 1e3);
            for (int i = 0; i < values.length; i++) {
                body.append(i == 0 ? "," : ",{").append("\"n\":\"").append(NAMES[i]).append("\",\"v\":");
                body.append(values[i]).append('}');
            }
            return body.append(']').toString().replace("E9", "e9").getBytes(StandardCharsets.UTF_8);
        });
    }

    static Payload[] senmlCbor() {
        return documents("application/senml+cbor", (values, millis) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (CBORGenerator cbor = new CBORFactory().createGenerator(out)) {
                cbor.writeStartArray(null, values.length);
                for (int i = 0; i < values.length; i++) {
                    cbor.writeStartObject();
                    if (i == 0) {
                        cbor.writeFieldId(-2);
                        cbor.writeString("urn:dev:pump-7:");
                        cbor.writeFieldId(-3);
                        cbor.writeNumber(millis / 1e3);
                    }
                    cbor.writeFieldId(0);
                    cbor.writeString(NAMES[i]);
                    cbor.writeFieldId(2);
                    cbor.writeNumber(values[i]);
                    cbor.writeEndObject();
                }
                cbor.writeEndArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        });
    }

    static Payload[] oneM2m() {
        return documents("application/vnd.onem2m-ntfy+json", (values, millis) -> {
            String time = Instant.ofEpochMilli(millis).toString().replaceAll("[-:Z]", "");
            StringBuilder body = new StringBuilder("{\"m2m:sgn\":{\"nev\":{\"rep\":{\"plant:pump\":{\"lt\":\"" + time + "\"");
            for (int i = 0; i < values.length; i++) {
                body.append(",\"").append(NAMES[i]).append("\":").append(values[i]);
            }
            return body.append("}}}}}").toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    static Payload[] plainJson() {
        return documents(
                "application/json",
                (v, millis) -> ("{\"machine\":\"pump-7\",\"ts\":" + millis + ",\"vib\":{\"x\":" + v[0] + ",\"y\":" + v[1]
                                + "},\"motor\":{\"current_mA\":" + v[2] * 1e3 + ",\"temp_C\":" + v[4] + ",\"voltage\":"
                                + v[6] + "},\"hydraulics\":{\"pressure_mbar\":" + v[3] * 1e3 + ",\"temp_C\":" + v[5]
                                + ",\"flow\":" + v[7] + "}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    static Payload[] kura() {
        return documents("application/x-kura-payload", (values, millis) -> {
            UnknownFieldSet.Builder payload = UnknownFieldSet.newBuilder();
            payload.addField(1, Field.newBuilder().addVarint(millis).build());
            Field.Builder metrics = Field.newBuilder();
            for (int i = 0; i < values.length; i++) {
                double sent = i == 2 ? values[i] * 1e3 : i == 3 ? values[i] * 1e5 : values[i];
                metrics.addLengthDelimited(UnknownFieldSet.newBuilder()
                        .addField(1, text(KURA[i]))
                        .addField(2, Field.newBuilder().addVarint(0).build())
                        .addField(3, number(sent))
                        .build()
                        .toByteString());
            }
            return payload.addField(KURA_METRIC, metrics.build()).build().toByteArray();
        });
    }

    /** By name and alias, or by alias alone. */
    static Payload[] sparkplug(boolean birth) {
        return documents("application/x-sparkplug-b", (values, millis) -> {
            Field.Builder metrics = Field.newBuilder();
            for (int i = 0; i < values.length; i++) {
                UnknownFieldSet.Builder metric = UnknownFieldSet.newBuilder();
                if (birth) {
                    metric.addField(1, text(SPARKPLUG[i]));
                }
                metric.addField(2, Field.newBuilder().addVarint(i + 1).build());
                metric.addField(3, Field.newBuilder().addVarint(millis).build());
                metric.addField(4, Field.newBuilder().addVarint(10).build());
                metric.addField(13, number(values[i]));
                metrics.addLengthDelimited(metric.build().toByteString());
            }
            return UnknownFieldSet.newBuilder()
                    .addField(1, Field.newBuilder().addVarint(millis).build())
                    .addField(2, metrics.build())
                    .build()
                    .toByteArray();
        });
    }

    private static Field text(String text) {
        return Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(text))
                .build();
    }

    private static Field number(double value) {
        return Field.newBuilder()
                .addFixed64(Double.doubleToRawLongBits(value))
                .build();
    }
}
