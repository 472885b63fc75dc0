// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of NGSI-LD attribute, in a schema of the shapes that published models have. */
class AttributeKindsTest {
    private static final String SCHEMA =
            """
            {"$schema":"http://json-schema.org/schema#","$schemaVersion":"0.1","type":"object",
             "definitions":{"named":{"type":"object","properties":{"name":{"type":"string","maxLength":9}}},
              "level":{"type":"number","minimum":0}},
             "allOf":[{"$ref":"#/definitions/named"},{"properties":{
              "type":{"enum":["Tank"]},
              "level":{"$ref":"#/definitions/level","maximum":10},
              "at":{"type":"string","format":"date-time"},
              "refPlant":{"anyOf":[{"type":"string","format":"uri"},{"type":"array","items":{"type":"string","format":"uri"}}]},
              "place":{"oneOf":[
               {"type":"object","required":["type","coordinates"],"properties":{"type":{"enum":["Point"]},
                "coordinates":{"type":"array","minItems":2,"items":{"type":"number"}}}},
               {"type":"object","required":["type","coordinates"],"properties":{"type":{"enum":["LineString"]},
                "coordinates":{"type":"array","minItems":2,"items":{"type":"array","items":{"type":"number"}}}}}]},
              "address":{"type":"object","properties":{"postalCode":{"type":"string"}}},
              "state":{"type":"string","enum":["ok","bad"]},
              "tags":{"type":"array","items":{"type":"string"}},
              "limits":{"type":"object","properties":{"high":{"type":"object","properties":{"alarm":{"type":"number"}}}}}
             }}],"required":["id","type","level"]}""";
    private static final String OVERLAY =
            """
            {"entityType":"Tank","time":{"attribute":"at","ahead":"PT5M","age":"P10D"},"expectedPeriod":"PT0S",
             "attributes":[{"name":"level","unitCode":"MTR"}],"texts":["name"]}""";

    private final CompiledContract tank = ContractReader.compile(Bodies.files("Tank", "1.0.0", SCHEMA, OVERLAY));

    private Verdict decode(String members) {
        String body = "{\"id\":\"urn:ngsi-ld:Tank:t1\",\"type\":\"Tank\",\"at\":\"2026-11-22T15:00:00Z\","
                + (members.contains("\"level\"") ? "" : "\"level\":3,") + members + "}";
        return new FullDecoder(tank, 32)
                .decode(new Payload("test", "Tank", "t1", "t", "", Bodies.utf8(body), Bodies.NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\":{\"type\":\"LanguageProperty\",\"languageMap\":{\"en\":\"north\",\"de\":\"nord\"}}",
                "\"name\":{\"languageMap\":{\"en\":\"north\"}}",
                "\"name\":{\"type\":\"Property\",\"value\":\"north\",\"verified\":{\"type\":\"Property\",\"value\":true}}",
                "\"level\":{\"type\":\"Property\",\"value\":3,\"unitCode\":\"MTR\",\"observedAt\":\"2026-11-22T15:00:00Z\"}",
                "\"refPlant\":{\"type\":\"Relationship\",\"object\":\"urn:ngsi-ld:Plant:p1\"}",
                "\"refPlant\":{\"object\":[\"urn:ngsi-ld:Plant:p1\",\"urn:ngsi-ld:Plant:p2\"]}",
                "\"refPlant\":{\"type\":\"ListRelationship\",\"objectList\":[\"urn:ngsi-ld:Plant:p1\"]}",
                "\"place\":{\"type\":\"GeoProperty\",\"value\":{\"type\":\"Point\",\"coordinates\":[1,2]}}",
                "\"place\":{\"type\":\"Point\",\"coordinates\":[1,2]}",
                "\"place\":{\"value\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}}",
                "\"address\":{\"value\":{\"postalCode\":\"00100\"},\"observedAt\":\"2026-11-22T15:00:00Z\"}",
                "\"state\":{\"type\":\"VocabProperty\",\"vocab\":\"ok\"}",
                "\"limits\":{\"type\":\"JsonProperty\",\"json\":{\"high\":{\"alarm\":9}}}",
                "\"tags\":{\"type\":\"ListProperty\",\"valueList\":[\"a\",\"b\"]}",
                "\"tags\":[\"a\",\"b\"]",
                "\"scope\":\"/plant/north\"",
            })
    void isAccepted(String members) {
        assertThat(decode(members)).as(members).isInstanceOf(Observation.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\":{\"type\":\"LanguageProperty\",\"languageMap\":{\"en\":\"north\",\"de\":5}} | /name/languageMap/de",
                "\"name\":{\"languageMap\":{\"en\":\"far too long a name\"}} | /name/languageMap/en",
                "\"level\":{\"value\":3,\"unitCode\":\"CMT\"} | /level/unitCode",
                "\"level\":{\"value\":11} | /level/value",
                "\"level\":-1 | /level",
                "\"refPlant\":{\"type\":\"Relationship\",\"object\":\"nobody here\"} | /refPlant/object",
                "\"refPlant\":{\"object\":[\"urn:ngsi-ld:Plant:p1\",7]} | /refPlant/object/1",
                "\"place\":{\"type\":\"GeoProperty\",\"value\":{\"type\":\"Point\",\"coordinates\":[1,\"2\"]}} | /place/value/coordinates/1",
                "\"place\":{\"type\":\"Point\",\"coordinates\":[1]} | /place/coordinates",
                "\"place\":{\"value\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,null]]}} | /place/value/coordinates/1/1",
                "\"address\":{\"value\":{\"postalCode\":100}} | /address/value/postalCode",
                "\"address\":{\"value\":{},\"observedAt\":\"today\"} | /address/observedAt",
                "\"address\":{\"type\":\"Proprty\",\"value\":{}} | /address/type",
                "\"state\":{\"type\":\"VocabProperty\",\"vocab\":\"odd\"} | /state/vocab",
                "\"limits\":{\"json\":{\"high\":{\"alarm\":\"9\"}}} | /limits/json/high/alarm",
                "\"tags\":{\"valueList\":[\"a\",1]} | /tags/valueList/1",
            })
    void isRefusedWhereTheFaultStands(String members, String path) {
        Verdict verdict = decode(members);
        assertThat(verdict).as(members).isInstanceOf(Rejection.class);
        assertThat(((Rejection) verdict).path()).as(verdict.toString()).isEqualTo(path);
        assertThat(((Rejection) verdict).offset()).as(verdict.toString()).isPositive();
    }
}
