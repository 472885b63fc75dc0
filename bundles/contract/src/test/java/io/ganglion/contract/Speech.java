// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.zip.GZIPOutputStream;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;

/** What pump-7 measured at one moment, said in each format by somebody else's encoder. */
final class Speech {
    static final Instant WHEN = Instant.parse("2026-11-22T15:00:00.125Z");

    static final String SENML =
            """
            [{"bn":"urn:dev:pump-7:","bt":1795359600.125,"n":"vibrationX","v":0.0265878},
             {"n":"vibrationY","v":0.0401113},
             {"n":"motorCurrent","u":"mA","v":1330.2},
             {"n":"dischargePressure","u":"hPa","v":-54.711},
             {"n":"motorTemperature","u":"K","v":352.4866},
             {"n":"fluidTemperature","u":"Cel","v":26.0199},
             {"n":"supplyVoltage","u":"V","v":233.062},
             {"n":"flow","v":32}]
            """;

    static final String CONTENT_INSTANCE =
            """
            {"m2m:cin":{"rn":"cin_1","ty":4,"ct":"20261122T150000,125","cnf":"application/json:0","lbl":["pump"],
             "con":"{\\"vibrationX\\":0.0265878,\\"vibrationY\\":0.0401113,\\"motorCurrent\\":1.3302,\\"dischargePressure\\":-0.054711,\\"motorTemperature\\":79.3366,\\"fluidTemperature\\":26.0199,\\"supplyVoltage\\":233.062,\\"flow\\":32.0}"}}
            """;

    static final String FLEX_CONTAINER =
            """
            {"op":5,"fr":"/CSE","rqi":"r1","pc":{"m2m:sgn":{"nev":{"rep":{"plant:pump":{"cnd":"com.example.pump","rn":"pump",
             "ct":"20261122T145900","lt":"20261122T150000,125","lbl":["a"],
             "vibrationX":0.0265878,"vibrationY":0.0401113,"motorCurrent":1.3302,"dischargePressure":-0.054711,
             "motorTemperature":79.3366,"fluidTemperature":26.0199,"supplyVoltage":233.062,"flow":32.0}},"net":1},"sur":"/CSE/s"}}}
            """;

    static final String PLAIN =
            """
            {"machine":"hall-3/pump-7","ts":1795359600125,"vib":{"x":0.0265878,"y":0.0401113},
             "motor":{"current_mA":1330.2,"temp_C":79.3366,"voltage":233.062},"firmware":"1.2",
             "hydraulics":{"pressure_mbar":-54.711,"temp_C":26.0199,"flow":32}}
            """;

    /** The order of the contract. */
    static final String[] NAMES = {
        "vibrationX",
        "vibrationY",
        "motorCurrent",
        "dischargePressure",
        "motorTemperature",
        "fluidTemperature",
        "supplyVoltage",
        "flow"
    };

    static final String[] KURA = {
        "vibration.x",
        "vibration.y",
        "motor.current",
        "discharge.pressure",
        "motor.temperature",
        "fluid.temperature",
        "supply.voltage",
        "flow"
    };
    static final String[] SPARKPLUG = {
        "Vibration/X",
        "Vibration/Y",
        "Motor/Current",
        "Discharge/Pressure",
        "Motor/Temperature",
        "Fluid/Temperature",
        "Supply/Voltage",
        "Flow"
    };
    static final double[] VALUES = {0.0265878, 0.0401113, 1.3302, -0.054711, 79.3366, 26.0199, 233.062, 32.0};
    /** In mA and Pa, as the mapping of Kura has them. */
    static final double[] KURA_VALUES = {0.0265878, 0.0401113, 1330.2, -5471.1, 79.3366, 26.0199, 233.062, 32.0};

    private static final Descriptor KURA_PAYLOAD = kuraDescriptor();

    private Speech() {}

    static Payload payload(String mediaType, byte[] body) {
        return new Payload("test", "Pump", "pump-7", "topic", mediaType, body, Bodies.NOW);
    }

    static Payload payload(String mediaType, String body) {
        return payload(mediaType, Bodies.utf8(body));
    }

    static Decoder decoder(CompiledContract contract) {
        ServedContracts contracts = new ServedContracts(Settings.DEFAULT, System::nanoTime);
        contracts.serve(1, "test", contract);
        return contracts.newDecoder();
    }

    static Verdict decode(String mediaType, String body) {
        return decoder(Bodies.pump()).decode(payload(mediaType, body));
    }

    static Verdict decode(String mediaType, byte[] body) {
        return decoder(Bodies.pump()).decode(payload(mediaType, body));
    }

    /** By Jackson, with integer labels and 64-bit floats. */
    static byte[] senmlCbor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator cbor = new CBORFactory().createGenerator(out)) {
            cbor.writeStartArray(null, VALUES.length);
            for (int i = 0; i < VALUES.length; i++) {
                cbor.writeStartObject();
                if (i == 0) {
                    cbor.writeFieldId(-2);
                    cbor.writeString("urn:dev:pump-7:");
                    cbor.writeFieldId(-3);
                    cbor.writeNumber(1795359600.125);
                }
                cbor.writeFieldId(0);
                cbor.writeString(NAMES[i]);
                cbor.writeFieldId(2);
                cbor.writeNumber(VALUES[i]);
                cbor.writeEndObject();
            }
            cbor.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] kura() {
        DynamicMessage.Builder payload = DynamicMessage.newBuilder(KURA_PAYLOAD);
        payload.setField(KURA_PAYLOAD.findFieldByName("timestamp"), WHEN.toEpochMilli());
        for (int i = 0; i < KURA.length; i++) {
            payload.addRepeatedField(KURA_PAYLOAD.findFieldByName("metric"), metric(KURA[i], 0, KURA_VALUES[i]));
        }
        payload.addRepeatedField(KURA_PAYLOAD.findFieldByName("metric"), metric("firmware", 5, "1.2"));
        return payload.build().toByteArray();
    }

    private static DynamicMessage metric(String name, int type, Object value) {
        Descriptor metric = KURA_PAYLOAD.findFieldByName("metric").getMessageType();
        return DynamicMessage.newBuilder(metric)
                .setField(metric.findFieldByName("name"), name)
                .setField(metric.findFieldByName("type"), type)
                .setField(metric.findFieldByName(type == 0 ? "double_value" : "string_value"), value)
                .build();
    }

    private static Descriptor kuraDescriptor() {
        var optional = FieldDescriptorProto.Label.LABEL_OPTIONAL;
        DescriptorProto metric = DescriptorProto.newBuilder()
                .setName("KuraMetric")
                .addField(field("name", 1, FieldDescriptorProto.Type.TYPE_STRING, optional))
                .addField(field("type", 2, FieldDescriptorProto.Type.TYPE_INT32, optional))
                .addField(field("double_value", 3, FieldDescriptorProto.Type.TYPE_DOUBLE, optional))
                .addField(field("string_value", 8, FieldDescriptorProto.Type.TYPE_STRING, optional))
                .build();
        DescriptorProto payload = DescriptorProto.newBuilder()
                .setName("KuraPayload")
                .addField(field("timestamp", 1, FieldDescriptorProto.Type.TYPE_INT64, optional))
                .addField(field(
                                "metric",
                                5000,
                                FieldDescriptorProto.Type.TYPE_MESSAGE,
                                FieldDescriptorProto.Label.LABEL_REPEATED)
                        .toBuilder()
                        .setTypeName("KuraMetric"))
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("kura.proto")
                .addMessageType(metric)
                .addMessageType(payload)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("KuraPayload");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto field(
            String name, int number, FieldDescriptorProto.Type type, FieldDescriptorProto.Label label) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(label)
                .build();
    }

    /** A birth: every metric with its name and an alias. */
    static byte[] sparkplugBirth() {
        SparkplugBPayloadBuilder birth = sparkplug();
        for (int i = 0; i < SPARKPLUG.length; i++) {
            birth.addMetric(
                    metric(new MetricBuilder(SPARKPLUG[i], MetricDataType.Double, VALUES[i]).alias((long) i + 1)));
        }
        return bytes(birth);
    }

    static SparkplugBPayloadBuilder sparkplug() {
        return new SparkplugBPayloadBuilder().setTimestamp(Date.from(WHEN)).setSeq(0L);
    }

    static Metric metric(MetricBuilder builder) {
        try {
            return builder.timestamp(Date.from(WHEN)).createMetric();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(SparkplugBPayloadBuilder builder) {
        SparkplugBPayload payload = builder.createPayload();
        try {
            return new SparkplugBPayloadEncoder().getBytes(payload, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
