// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                     | contract/mapping.json: 'codec' is missing",
                "{\"codec\":\"senml\",\"atributes\":[]}                 | 'atributes' is not known here",
                "{\"codec\":\"senml\",\"attributes\":[{\"source\":\"f\",\"attribute\":\"flaw\"}]} | /attributes/0/attribute: the contract has no such attribute (did you mean flow?): flaw",
                "{\"codec\":\"kura\",\"attributes\":[{\"source\":\"f\",\"attribute\":\"flow\",\"unit\":\"K\"}]} | /attributes/0/unit: is no unit that converts to L2 of flow: K",
                "{\"codec\":\"kura\",\"attributes\":[{\"source\":[\"f\",\"f\"],\"attribute\":\"flow\"}]} | /attributes/0/source/1: is mapped twice: f",
                "{\"codec\":\"kura\",\"attributes\":[{\"source\":\"f\",\"attribute\":\"flow\",\"scale\":1e99}]} | must have at most 40 digits",
                "{\"codec\":\"kura\",\"others\":\"keep\"}               | must be one of [refuse, drop]: keep",
                "{\"codec\":\"kura\",\"time\":{\"format\":\"unix\"}}    | /time/format: must be one of [rfc3339, epoch-s, epoch-ms",
                "{\"codec\":\"kura\",\"entity\":\"urn:x\"}              | /entity: must end with {device}: urn:x",
                "{\"codec\":\"ngsi-ld\",\"others\":\"drop\"}            | 'others' is not known here",
                "{\"mappings\":[{\"codec\":\"a\"},{\"codec\":\"a\"}]}   | /mappings/1/codec: has a mapping already: a",
                "{\"codec\":\"kura\",\"together\":\"1s\"}               | /together: must be a duration"
            })
    void whatIsWrong_isNamedWithFileSpotAndValue(String mapping, String message) {
        assertThatThrownBy(() -> Mappings.pump(mapping))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith("contract/mapping.json");
    }

    @Test
    void theSchemaOfMappings_holdsForThePumps() throws Exception {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MappingReaderTest.class.getResourceAsStream("/schema/mapping.json"));
        var mapper = new ObjectMapper();
        var pumps = mapper.readTree(Files.readAllBytes(Bodies.PUMP.resolve("contract/mapping.json")));
        assertThat(schema.validate(pumps)).isEmpty();
        assertThat(schema.validate(mapper.readTree("{\"codec\":7}"))).isNotEmpty();
    }

    @Test
    void scaleAndOffset_comeBeforeTheUnit_andTagsJoinTheOverlays() {
        var contract = Mappings.pump(
                """
                {"codec":"json","time":{"received":true},"others":"drop","attributes":[
                 {"source":"raw.p","attribute":"dischargePressure","scale":0.01,"offset":-0.5,"unit":"kPa","tags":["raw","hydraulic"]},
                 {"source":"/v.x","attribute":"vibrationX"},{"source":"y","attribute":"vibrationY"},
                 {"source":"i","attribute":"motorCurrent"},{"source":"t","attribute":"motorTemperature","unit":"[degF]"},
                 {"source":"f","attribute":"fluidTemperature"},{"source":"u","attribute":"supplyVoltage"},
                 {"source":"q","attribute":"flow","unit":"m3/h"}]}
                """);
        assertThat(contract.contract.attributes().get(3).tags()).containsExactly("hydraulic", "discharge", "raw");
        var verdict = Speech.decoder(contract)
                .decode(Speech.payload(
                        "", "{\"raw\":{\"p\":12345},\"v.x\":1,\"y\":1,\"i\":1,\"t\":212,\"f\":1,\"u\":1,\"q\":1.92}"));
        assertThat(verdict).isInstanceOf(Observation.class);
        assertThat(((Observation) verdict).values()).containsExactly(1, 1, 1, 1.2295, 100, 1, 1, 32);
        assertThat(((Observation) verdict).time()).isEqualTo(Bodies.NOW);
    }

    @Test
    void keywordThatOnlyTheWholeSchemaKnows_bindsOtherFormatsToo() {
        String rule = "\"additionalProperties\": false, \"not\": {\"properties\": {\"flow\": {\"const\": 31}}}";
        var contract = Mappings.pump(
                "{\"codec\":\"senml\",\"device\":{\"prefix\":\"urn:dev:{device}:\"}}",
                "\"additionalProperties\": false",
                rule);
        assertThat(Speech.decoder(contract).decode(Speech.payload("", Speech.SENML)))
                .isInstanceOf(Observation.class);
        var refused = (Rejection)
                Speech.decoder(contract).decode(Speech.payload("", Speech.SENML.replace("\"v\":32}", "\"v\":31}")));
        assertThat(refused.reason()).isEqualTo(Reason.SCHEMA);
    }
}
