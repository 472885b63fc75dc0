// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** Published schemas with remote references, pinned, tightened by an overlay: held as they are. */
class SmartDataModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OVERLAYS = Path.of("src/test/resources/sdm");

    private final Path models = Path.of(System.getProperty("ganglion.shared", "none"), "data", "smart-data-models");

    @BeforeEach
    void dataAreThere() {
        assumeThat(models)
                .as("the shared data, see the property ganglion.shared")
                .isDirectory();
    }

    private ContractFiles files(String model) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        files.put(ContractFiles.SCHEMA, Files.readAllBytes(models.resolve(model).resolve("schema.json")));
        files.put(
                ContractFiles.OVERLAY,
                Files.readAllBytes(OVERLAYS.resolve(model).resolve("overlay.json")));
        files.put(Pins.FILE, Files.readAllBytes(OVERLAYS.resolve(model).resolve("pins.json")));
        files.put("contract/common-schema.json", Files.readAllBytes(models.resolve("common-schema.json")));
        files.put("contract/device-schema.json", Files.readAllBytes(models.resolve("device-schema.json")));
        return new ContractFiles(model, new Version(0, 1, 0), files);
    }

    private static Verdict decode(CompiledContract contract, JsonNode document) {
        String id = document.path("id").asText("");
        String device = id.substring(id.lastIndexOf(':') + 1);
        byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
        return new FullDecoder(contract, 32)
                .decode(new Payload(
                        "test", contract.contract.name(), device.isEmpty() ? "d" : device, "t", "", body, Bodies.NOW));
    }

    /** Every published example, in every representation. */
    private Map<String, JsonNode> examples(String model) throws IOException {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(models.resolve(model))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("example"))
                    .sorted()
                    .toList()) {
                JsonNode example = JSON.readTree(file.toFile());
                String name = file.getFileName().toString();
                boolean normalised = name.contains("normalized");
                all.put(name, example);
                JsonNode base = normalised ? example : Renderings.normalised(example);
                all.put(name + " normalised", base);
                all.put(name + " concise", Renderings.concise(base));
                all.put(name + " key-values", Renderings.keyValues(base));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Device", "DeviceMeasurement"})
    void everyExample_isAccepted_inEveryRepresentation_withTheSameRow(String model) throws IOException {
        CompiledContract contract = ContractReader.compile(files(model));
        double[] row = null;
        for (Map.Entry<String, JsonNode> example : examples(model).entrySet()) {
            Verdict verdict = decode(contract, example.getValue());
            assertThat(verdict).as(example.getKey() + ": " + example.getValue()).isInstanceOf(Observation.class);
            row = row == null ? ((Observation) verdict).values() : row;
            assertThat(((Observation) verdict).values()).as(example.getKey()).containsExactly(row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Device", "DeviceMeasurement"})
    void everyLeafOfAWrongType_isRefusedWhereItStands(String model) throws IOException {
        CompiledContract contract = ContractReader.compile(files(model));
        int mutations = 0;
        for (Map.Entry<String, JsonNode> example : examples(model).entrySet()) {
            for (String leaf : Members.of(example.getValue())) {
                JsonNode mutated = Members.with(example.getValue(), leaf, Members::ofAnotherType);
                assertRefused(contract, mutated, leaf, example.getKey() + " " + leaf);
                mutations++;
            }
        }
        assertThat(mutations).isGreaterThan(150);
    }

    private static void assertRefused(CompiledContract contract, JsonNode mutated, String path, String what) {
        Verdict verdict = decode(contract, mutated);
        assertThat(verdict).as(what + ": " + mutated).isInstanceOf(Rejection.class);
        Rejection rejection = (Rejection) verdict;
        assertThat(rejection.path()).as(what + ": " + rejection).isEqualTo(path);
        assertThat(rejection.offset()).as(what + ": " + rejection).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Device|controlledProperty/0|\"happiness\"",
                "Device|deviceCategory/0|\"toaster\"",
                "Device|ipAddress/0|\"192.14.56.780\"",
                "Device|batteryLevel|1.5",
                "Device|batteryLevel|-0.5",
                "Device|dateFirstUsed|\"2014-13-11T11:00:00Z\"",
                "DeviceMeasurement|numValue|100.5",
                "DeviceMeasurement|dateObserved|\"yesterday\"",
                "DeviceMeasurement|dateCreated|\"2021-09-03\"",
                "DeviceMeasurement|controlledProperty|\"pressure\"",
                "DeviceMeasurement|refDevice|\"somewhere\"",
                "DeviceMeasurement|location/type|\"Pont\"",
                "DeviceMeasurement|location/coordinates|[1]",
                "DeviceMeasurement|seeAlso|[]",
            })
    void wrongValues_areRefusedWhereTheyStand(String row) throws IOException {
        String[] cells = row.split("\\|");
        CompiledContract contract = ContractReader.compile(files(cells[0]));
        int tried = 0;
        for (Map.Entry<String, JsonNode> example : examples(cells[0]).entrySet()) {
            JsonNode value = JSON.readTree(cells[2]);
            String spot = Members.find(example.getValue(), cells[1]);
            JsonNode mutated = Members.with(example.getValue(), spot, old -> value);
            assertRefused(contract, mutated, spot, example.getKey() + " " + row);
            tried++;
        }
        assertThat(tried).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Device|id",
                "Device|type",
                "Device|controlledProperty",
                "Device|serialNumber",
                "DeviceMeasurement|numValue",
                "DeviceMeasurement|refDevice",
                "DeviceMeasurement|unit",
                "DeviceMeasurement|location/coordinates",
            })
    void requiredMembers_areMissedWhereTheyShouldBe(String row) throws IOException {
        String[] cells = row.split("\\|");
        CompiledContract contract = ContractReader.compile(files(cells[0]));
        for (Map.Entry<String, JsonNode> example : examples(cells[0]).entrySet()) {
            String spot = Members.find(example.getValue(), cells[1]);
            // A required attribute that goes leaves nothing behind, whichever form it had.
            String gone = cells[1].contains("/") ? spot : "/" + cells[1];
            assertRefused(contract, Members.without(example.getValue(), gone), gone, example.getKey() + " " + row);
        }
    }

    @Test
    void rowsOfDeviceMeasurement_areWhatTheOverlaySays() throws IOException {
        CompiledContract contract = ContractReader.compile(files("DeviceMeasurement"));
        JsonNode example = JSON.readTree(
                models.resolve("DeviceMeasurement/example-normalized.jsonld").toFile());
        Observation observation = (Observation) decode(contract, example);
        assertThat(observation.values()).containsExactly(55.2);
        assertThat(observation.texts())
                .containsExactly("humidity", "urn:ngsi-ld:MEASUREMENT:refDevice:ZMHH:32871158", "UDT0000016");
        assertThat(observation.time()).isEqualTo(Bodies.nanos(Instant.parse("2021-09-03T07:33:18Z")));
        ((ObjectNode) example.get("numValue")).put("unitCode", "CEL");
        assertThat(((Rejection) decode(contract, example)).reason()).isEqualTo(Reason.WRONG_UNIT);
    }

    @Test
    void deviceThatStatesNoTime_wasObservedWhenItArrived() throws IOException {
        CompiledContract contract = ContractReader.compile(files("Device"));
        ShapeDecoder decoder = new ShapeDecoder(contract, 32, ShapeDecoder.BUDGET);
        byte[] body = Files.readAllBytes(models.resolve("Device/example.json"));
        for (long at : new long[] {Bodies.NOW, Bodies.NOW + 7, Bodies.NOW + 9}) {
            Payload payload = new Payload("test", "Device", "device-9845A", "t", "", body, at);
            assertThat(((Observation) decoder.decode(payload)).time()).isEqualTo(at);
        }
    }

    @Test
    void numberThatTheWholeSchemaBinds_doesNotChangeBehindItsBack() throws IOException {
        CompiledContract contract = ContractReader.compile(files("DeviceMeasurement"));
        ShapeDecoder decoder = new ShapeDecoder(contract, 32, ShapeDecoder.BUDGET);
        String body = Files.readString(models.resolve("DeviceMeasurement/example.json"));
        for (String value : List.of("55.2", "17.1", "55.3")) {
            Payload payload = new Payload(
                    "test",
                    "DeviceMeasurement",
                    "77452386",
                    "t",
                    "",
                    Bodies.utf8(body.replace("55.2", value)),
                    Bodies.NOW);
            assertThat(((Observation) decoder.decode(payload)).values()).containsExactly(Double.parseDouble(value));
        }
        Payload payload = new Payload(
                "test",
                "DeviceMeasurement",
                "77452386",
                "t",
                "",
                Bodies.utf8(body.replace("24.9375", "\"24.9375\"")),
                Bodies.NOW);
        assertThat(((Rejection) decoder.decode(payload)).path()).isEqualTo("/location/coordinates/1");
    }

    @Test
    void referenceThatIsNotThePinnedOne_isRefusedWithBothDigests() throws IOException {
        Map<String, byte[]> files = new HashMap<>(files("DeviceMeasurement").files());
        byte[] changed = (new String(files.get("contract/common-schema.json"), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        String pinned = Pins.digest(files.put("contract/common-schema.json", changed));
        assertThatThrownBy(() -> ContractReader.compile(new ContractFiles("X", Version.emptyVersion, files)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pinned)
                .hasMessageContaining(Pins.digest(changed));
        files.remove(Pins.FILE);
        assertThatThrownBy(() -> ContractReader.compile(new ContractFiles("X", Version.emptyVersion, files)))
                .hasMessageContaining("which is not pinned: add to contract/pins.json")
                .hasMessageContaining(Pins.digest(changed));
        files.remove("contract/common-schema.json");
        assertThatThrownBy(() -> ContractReader.compile(new ContractFiles("X", Version.emptyVersion, files)))
                .hasMessageContaining("which is not in the bundle");
    }
}
