// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.osgi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.osgi.test.junit5.service.ServiceExtension;

/** Other formats than NGSI-LD, with their libraries, on whichever framework this runs. */
@ExtendWith({BundleContextExtension.class, ServiceExtension.class})
class TonguesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SENML =
            """
            [{"bn":"urn:dev:p:","n":"vibrationX","v":0.5},{"n":"vibrationY","v":0.5},{"n":"motorCurrent","u":"mA","v":1330.2},
             {"n":"dischargePressure","u":"hPa","v":54.7},{"n":"motorTemperature","u":"K","v":352.4866},
             {"n":"fluidTemperature","v":20},{"n":"supplyVoltage","u":"mV","v":233062},{"n":"flow","v":32}]
            """;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 30_000)
    Contracts contracts;

    private static Payload payload(String contract, String mediaType, byte[] body) {
        Instant now = Instant.now();
        return new Payload(
                "test", contract, "p", "t", mediaType, body, now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    @Test
    void senmlInItsUnits_isConvertedByTheLibraryInTheBundle() {
        await().atMost(PATIENCE).until(() -> contracts.find("Pump").isPresent());
        Verdict verdict =
                contracts.newDecoder().decode(payload("Pump", "application/senml+json", SENML.getBytes(UTF_8)));
        assertThat(verdict).isInstanceOf(Observation.class);
        assertThat(((Observation) verdict).values())
                .containsExactly(0.5, 0.5, 1.3302, 0.0547, 79.3366, 20, 233.062, 32);
    }

    @Test
    void cborAndProtobuf_findTheirLibraries() {
        await().atMost(PATIENCE).until(() -> contracts.find("Pump").isPresent());
        Decoder decoder = contracts.newDecoder();
        Verdict cbor = decoder.decode(
                payload("Pump", "application/senml+cbor", HexFormat.of().parseHex("81a1006466")));
        assertThat(((Rejection) cbor).reason()).isEqualTo(Reason.TRUNCATED);
        Verdict alias = decoder.decode(
                payload("Pump", "application/x-sparkplug-b", HexFormat.of().parseHex("12021001")));
        assertThat(((Rejection) alias).reason()).isEqualTo(Reason.NO_BIRTH);
    }

    /** {@code level=7} and nothing else. */
    private static final class Morse implements Codec {
        @Override
        public String name() {
            return "morse";
        }

        @Override
        public Set<String> mediaTypes() {
            return Set.of("text/morse");
        }

        @Override
        public void read(Payload payload, Sink sink) throws Malformed {
            String[] parts = new String(payload.body(), UTF_8).split("=");
            if (parts.length != 2) {
                throw new Malformed(new Rejection(Reason.MALFORMED, "1", "name=value is due", "", 0));
            }
            sink.time(payload.receivedAt());
            sink.number(parts[0], UNTIMED, "", Double.parseDouble(parts[1]), "1");
        }
    }

    @Test
    void codecOfAnIntegrator_isUsedAsSoonAsItIsThere_andNoLonger() throws Exception {
        Bundle tank = context.installBundle("memory:tank", new ByteArrayInputStream(tank()));
        tank.start();
        await().atMost(PATIENCE).until(() -> contracts.find("Tank").isPresent());
        Decoder decoder = contracts.newDecoder();
        Payload payload = payload("Tank", "text/morse", "level=7".getBytes(UTF_8));
        assertThat(((Rejection) decoder.decode(payload)).reason()).isEqualTo(Reason.UNSUPPORTED_MEDIA_TYPE);
        ServiceRegistration<Codec> codec = context.registerService(Codec.class, new Morse(), null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(decoder.decode(payload)).isInstanceOf(Observation.class));
        assertThat(((Observation) decoder.decode(payload)).values()).containsExactly(0.7);
        codec.unregister();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(decoder.decode(payload)).isInstanceOf(Rejection.class));
        tank.uninstall();
    }

    /** A contract bundle whose mapping names a codec that is not there yet. */
    private static byte[] tank() throws IOException {
        Map<String, String> files = Map.of(
                "contract/schema.json",
                """
                {"type":"object","properties":{"id":{"type":"string"},"type":{"const":"Tank"},
                 "at":{"type":"string","format":"date-time"},"level":{"type":"number","minimum":0,"maximum":1}},
                 "required":["id","type","at","level"]}
                """,
                "contract/overlay.json",
                """
                {"entityType":"Tank","time":{"attribute":"at","ahead":"PT1M","age":"P1D"},"expectedPeriod":"PT1S",
                 "attributes":[{"name":"level","unitCode":"MTR"}]}
                """,
                "contract/mapping.json",
                """
                {"codec":"morse","attributes":[{"source":"level","attribute":"level","unit":"DMT"}]}
                """);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "test.tank");
        manifest.getMainAttributes()
                .putValue("Provide-Capability", "ganglion.contract;contract=Tank;version:Version=1.0.0");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(file.getKey()));
                jar.write(file.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
