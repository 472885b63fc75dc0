// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.contract.Attribute;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class ContractReaderTest {
    private static final String SCHEMA =
            """
            {"type":"object","properties":{"id":{"type":"string"},"type":{"const":"Fan"},"at":{"type":"string"},
            "speed":{"type":"number","minimum":0},"label":{"type":"string"}},"required":["speed"],"additionalProperties":false}""";
    private static final String OVERLAY =
            """
            {"entityType":"Fan","time":{"attribute":"at","ahead":"PT1M","age":"P1D"},"expectedPeriod":"PT2S",
            "attributes":[{"name":"speed","unitCode":"RPM","quantityKind":"AngularVelocity","tags":["rotor"],"maximum":9000}],
            "texts":["label"]}""";

    private static CompiledContract compile(String schema, String overlay) {
        return ContractReader.compile(Bodies.files("Fan", "1.2.3", schema, overlay));
    }

    @Test
    void schemaAndOverlay_becomeAContract() {
        Contract contract = compile(SCHEMA, OVERLAY).contract;
        assertThat(contract.reference()).isEqualTo("Fan@1.2.3");
        assertThat(contract.version()).isEqualTo(new Version(1, 2, 3));
        assertThat(contract.entityType()).isEqualTo("Fan");
        assertThat(contract.expectedPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(contract.texts()).containsExactly("label");
        assertThat(contract.attributes())
                .containsExactly(
                        new Attribute("speed", "RPM", "AngularVelocity", 0, 9000, true, java.util.List.of("rotor")));
    }

    @Test
    void contractsOfThisRepository_areWhole_andInOrder() {
        CompiledContract pump = Bodies.pump();
        assertThat(pump.rest).isEmpty();
        assertThat(pump.contract.attributes())
                .extracting(a ->
                        a.name() + " " + a.unitCode() + " [" + a.minimum() + "," + a.maximum() + "] " + a.required())
                .containsExactly(
                        "vibrationX K40 [0.0,20.0] true",
                        "vibrationY K40 [0.0,20.0] true",
                        "motorCurrent AMP [0.0,100.0] true",
                        "dischargePressure BAR [-2.0,25.0] true",
                        "motorTemperature CEL [-40.0,200.0] true",
                        "fluidTemperature CEL [-40.0,150.0] true",
                        "supplyVoltage VLT [0.0,500.0] true",
                        "flow L2 [0.0,1000.0] true");
        CompiledContract host = Bodies.compile("Host", "1.0.0", Bodies.HOST.resolve("contract"));
        assertThat(host.rest).isEmpty();
        assertThat(host.contract.attributes())
                .extracting(Attribute::required)
                .containsExactly(true, true, true, true, true, true, false, false);
        assertThat(host.contract.attributes()).extracting(Attribute::maximum).contains(1e12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "schema  | \"speed\":{       | \"sped\":{                  | overlay.json /attributes/0/name: contract/schema.json has no such property (did you mean sped?): speed",
                "schema  | \"number\"        | \"string\"                  | schema.json /properties/speed: must be of type number or integer",
                "schema  | \"number\"        | \"numbr\"                   | schema.json /properties/speed/type: no such type: numbr",
                "schema  | \"minimum\":0     | \"minimum\":\"0\"           | schema.json /properties/speed/minimum: must be a number: 0",
                "schema  | \"minimum\":0     | \"minimum\":9001            | minimum must not exceed maximum",
                "schema  | \"minimum\":0     | \"multipleOf\":0            | must be more than 0",
                "schema  | \"Fan\"           | \"Pump\"                    | schema.json /properties/type: does not allow the entityType",
                "schema  | \"type\":\"object\" | \"type\":\"array\"        | must be of type object",
                "schema  | [\"speed\"]       | [\"speed\",\"volume\"]      | 'volume' is required, but properties has it not",
                "schema  | \"label\":{         | \"label\":{\"pattern\":\"[\", | schema.json /properties/label/pattern: not a regular expression: [",
                "schema  | }}                | }                           | schema.json",
                "schema  | \"minimum\":0     | \"minimum\":0,\"minimum\":1 | schema.json",
                "overlay | \"RPM\"           | \"rpm per minute\"          | overlay.json /attributes/0/unitCode: must be a UN/CEFACT code",
                "overlay | \"PT1M\"          | \"a minute\"                | overlay.json /time/ahead: must be a duration such as PT5M",
                "overlay | \"PT1M\"          | \"-PT1M\"                   | overlay.json /time/ahead: must not be negative",
                "overlay | \"P1D\"           | \"P999999D\"                | overlay.json /time/age: must be a duration",
                "overlay | \"maximum\"       | \"maxmum\"                  | 'maxmum' is not known here",
                "overlay | \"expectedPeriod\":\"PT2S\", | `` | overlay.json: 'expectedPeriod' is missing",
                "overlay | \"attribute\":\"at\" | \"attribute\":\"then\"   | has no such property",
                "overlay | [\"label\"]       | [\"speed\"]                 | overlay.json /texts/0: already has another use: speed",
                "overlay | \"entityType\"    | \"EntityType\"              | overlay.json: 'EntityType' is not known here",
            })
    void whatIsNoContract_isRefusedByFileSpotAndValue(String file, String spot, String instead, String message) {
        String schema = file.equals("schema") ? SCHEMA.replace(spot, instead) : SCHEMA;
        String overlay = file.equals("overlay") ? OVERLAY.replace(spot, instead == null ? "" : instead) : OVERLAY;
        assertThat(schema + overlay).isNotEqualTo(SCHEMA + OVERLAY);
        assertThatThrownBy(() -> compile(schema, overlay))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void missingFile_isNamed() {
        ContractFiles files =
                new ContractFiles("Fan", Version.emptyVersion, Map.of(ContractFiles.SCHEMA, Bodies.utf8(SCHEMA)));
        assertThatThrownBy(() -> ContractReader.compile(files))
                .hasMessageContaining("contract/overlay.json: is missing");
    }

    private static io.ganglion.api.contract.Verdict fan(CompiledContract contract, String members) {
        String body = "{\"id\":\"f\",\"type\":\"Fan\",\"at\":\"2026-11-22T15:00:00Z\",\"speed\":1" + members + "}";
        return Bodies.decode(contract, Bodies.payload("f", Bodies.utf8(body)));
    }

    @Test
    void keywordsThatAreNotCompiled_areLeftToTheWholeSchema() {
        String schema = SCHEMA.replace(
                "\"label\":{\"type\":\"string\"}",
                "\"label\":{\"type\":\"string\"},\"size\":{\"type\":\"object\",\"properties\":{\"w\":{\"type\":\"number\",\"minimum\":1}},\"required\":[\"w\"]},"
                        + "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":2},\"mail\":{\"type\":\"string\",\"format\":\"email\"}");
        CompiledContract contract = compile(schema, OVERLAY);
        assertThat(contract.rest).isPresent();
        assertThat(contract.repeatable).isTrue();
        assertThat(
                        fan(
                                contract,
                                ",\"size\":{\"w\":2},\"tags\":{\"type\":\"Property\",\"value\":[\"a\"]},\"mail\":{\"value\":\"a@example.com\"}"))
                .isInstanceOf(Observation.class);
        assertSchema(fan(contract, ",\"size\":{\"w\":0}"), "/size/w");
        assertSchema(fan(contract, ",\"size\":{}"), "/size/w");
        assertSchema(fan(contract, ",\"tags\":{\"value\":[\"a\",1]}"), "/tags/value/1");
        assertSchema(fan(contract, ",\"tags\":[\"a\",\"b\",\"c\"]"), "/tags");
        assertSchema(fan(contract, ",\"mail\":\"nobody\""), "/mail");
    }

    @Test
    void keywordsThatTieMembersTogether_ruleTemplatesOut() {
        String schema = SCHEMA.replace(
                "\"required\"",
                "\"if\":{\"properties\":{\"speed\":{\"minimum\":5}}},\"then\":{\"required\":[\"label\"]},\"required\"");
        CompiledContract contract = compile(schema, OVERLAY);
        assertThat(contract.repeatable).isFalse();
        assertThat(fan(contract, "")).isInstanceOf(Observation.class);
        ShapeDecoder decoder = new ShapeDecoder(contract, 32, ShapeDecoder.BUDGET);
        String body = "{\"id\":\"f\",\"type\":\"Fan\",\"speed\":{\"value\":1,\"observedAt\":\"2026-11-22T15:00:00Z\"}}";
        assertThat(decoder.decode(Bodies.payload("f", Bodies.utf8(body)))).isInstanceOf(Observation.class);
        assertSchema(decoder.decode(Bodies.payload("f", Bodies.utf8(body.replace(":1,", ":7,")))), "/label");
    }

    @Test
    void schemaElsewhere_isNeverFetched_butMayLieInTheBundle() {
        String schema = SCHEMA.replace(
                "\"required\"", "\"allOf\":[{\"$ref\":\"https://example.org/common.json#/$defs/named\"}],\"required\"");
        assertThatThrownBy(() -> compile(schema, OVERLAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://example.org/common.json")
                .hasMessageContaining("not in the bundle");
        String common =
                "{\"$id\":\"https://example.org/common.json\",\"$defs\":{\"named\":{\"required\":[\"label\"]}}}";
        ContractFiles files = new ContractFiles(
                "Fan",
                Version.emptyVersion,
                Map.of(
                        ContractFiles.SCHEMA,
                        Bodies.utf8(schema),
                        ContractFiles.OVERLAY,
                        Bodies.utf8(OVERLAY),
                        Pins.FILE,
                        Bodies.utf8(
                                "{" + Pins.line("https://example.org/common.json", "common.json", Bodies.utf8(common))
                                        + "}"),
                        "contract/common.json",
                        Bodies.utf8(common)));
        CompiledContract contract = ContractReader.compile(files);
        assertThat(((Rejection) fan(contract, "")).path()).isEqualTo("/label");
        assertThat(fan(contract, ",\"label\":\"x\"")).isInstanceOf(Observation.class);
    }

    private static void assertSchema(io.ganglion.api.contract.Verdict verdict, String path) {
        assertThat(verdict).isInstanceOf(Rejection.class);
        assertThat(((Rejection) verdict).reason()).isEqualTo(Reason.SCHEMA);
        assertThat(((Rejection) verdict).path()).isEqualTo(path);
    }
}
