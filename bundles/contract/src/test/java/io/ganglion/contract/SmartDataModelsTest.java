// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

/** A published schema with remote references, vendored, tightened by an overlay: held as it is. */
class SmartDataModelsTest {
    private static final String OVERLAY =
            """
            {"entityType":"DeviceMeasurement","time":{"attribute":"dateObserved","ahead":"PT5M","age":"P3653D"},
            "expectedPeriod":"PT1M","attributes":[{"name":"numValue","unitCode":"P1","minimum":0,"maximum":100}],
            "texts":["controlledProperty","unit"]}""";

    private final Path models = Path.of(System.getProperty("ganglion.shared", "none"), "data", "smart-data-models");
    private CompiledContract contract;

    @BeforeEach
    void compile() throws IOException {
        assumeThat(models)
                .as("the shared data, see the property ganglion.shared")
                .isDirectory();
        contract = ContractReader.compile(new ContractFiles(
                "DeviceMeasurement",
                new Version(0, 1, 0),
                Map.of(
                        ContractFiles.SCHEMA,
                        Files.readAllBytes(models.resolve("DeviceMeasurement/schema.json")),
                        ContractFiles.OVERLAY,
                        Bodies.utf8(OVERLAY),
                        "contract/common-schema.json",
                        Files.readAllBytes(models.resolve("common-schema.json")))));
    }

    private Verdict decode(String body) {
        return new ShapeDecoder(contract, 32, ShapeDecoder.BUDGET)
                .decode(new Payload("test", "DeviceMeasurement", "77452386", "t", "", Bodies.utf8(body), Bodies.NOW));
    }

    private String example(String name) throws IOException {
        return Files.readString(models.resolve("DeviceMeasurement").resolve(name), StandardCharsets.UTF_8);
    }

    @Test
    void publishedExamples_areRead_inBothForms() throws IOException {
        for (String name : new String[] {"example.json", "example-normalized.jsonld"}) {
            Verdict verdict = decode(example(name));
            assertThat(verdict).isInstanceOf(Observation.class);
            Observation observation = (Observation) verdict;
            assertThat(observation.values()).containsExactly(55.2);
            assertThat(observation.texts().get(0)).isEqualTo("humidity");
            assertThat(observation.time()).isEqualTo(Bodies.nanos(Instant.parse("2021-09-03T07:33:18Z")));
        }
    }

    @Test
    void whatTheVendoredSchemaForbids_isRefused() throws IOException {
        Verdict verdict = decode(example("example.json").replace("\"Helsinki council\"", "5"));
        assertThat(((Rejection) verdict).reason()).isEqualTo(Reason.SCHEMA);
        assertThat(((Rejection) verdict).path()).isEqualTo("/areaServed");
        verdict = decode(example("example.json").replace("55.2", "155.2"));
        assertThat(((Rejection) verdict).reason()).isEqualTo(Reason.OUT_OF_RANGE);
        verdict = decode(example("example.json").replace("true", "\"yes\""));
        assertThat(((Rejection) verdict).path()).isEqualTo("/outlier");
    }
}
