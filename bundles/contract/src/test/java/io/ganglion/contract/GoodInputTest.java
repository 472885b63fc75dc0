// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoodInputTest {
    private static final double[] ROW = {0.0265878, 0.0401113, 1.3302, -0.054711, 79.3366, 26.0199, 233.062, 32.0};

    private static Observation accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Observation.class);
        return (Observation) verdict;
    }

    private static Observation oven(String members) {
        String body =
                "{\"id\":\"urn:x:oven-1\",\"type\":\"Oven\",\"at\":\"2026-11-22T15:00:00Z\",\"temperature\":20,\"batch\":7"
                        + members + "}";
        return accepted(Bodies.decode(Bodies.oven(), Bodies.payload("oven-1", Bodies.utf8(body))));
    }

    @Test
    void keyValues_becomeARowInContractOrder() {
        Observation observation = accepted(Bodies.decode(Bodies.pump(), Bodies.payload(Bodies.KEY_VALUES)));
        assertThat(observation.values()).containsExactly(ROW);
        assertThat(observation.good()).isEqualTo(0xFF);
        assertThat(observation.entity()).isEqualTo("urn:ngsi-ld:Pump:pump-7");
        assertThat(observation.device()).isEqualTo("pump-7");
        assertThat(observation.time()).isEqualTo(Bodies.nanos(Instant.parse("2026-11-22T15:00:00.125Z")));
        assertThat(observation.receivedAt()).isEqualTo(Bodies.NOW);
    }

    @Test
    void normalisedAndConcise_giveTheSameRow_andTheNewestObservedAt() {
        for (String body : new String[] {Bodies.NORMALISED, Bodies.CONCISE}) {
            Observation observation = accepted(Bodies.decode(Bodies.pump(), Bodies.payload(body)));
            assertThat(observation.values()).containsExactly(ROW);
            assertThat(observation.time()).isEqualTo(Bodies.nanos(Instant.parse("2026-11-22T15:00:00.125Z")));
        }
    }

    @Test
    void formsMayBeMixedByAttribute_inAnyOrder_withWhiteSpace() {
        String body = Bodies.KEY_VALUES
                .replace(
                        ":32.0",
                        " : { \"observedAt\" : \"2026-11-22T14:00:00Z\" ,\n\t\"value\" : 32.0 , \"accuracy\":{\"value\":0.1} }")
                .replace(
                        "\"2026-11-22T15:00:00.125Z\"",
                        "{\"type\":\"Property\",\"value\":{\"@type\":\"DateTime\",\"@value\":\"2026-11-22T16:00:00.125+01:00\"}}");
        Observation observation = accepted(Bodies.decode(Bodies.pump(), Bodies.payload(body)));
        assertThat(observation.values()).containsExactly(ROW);
        assertThat(observation.time()).isEqualTo(Bodies.nanos(Instant.parse("2026-11-22T15:00:00.125Z")));
    }

    @Test
    void namesWithEscapes_areTheSameNames() {
        String body =
                Bodies.KEY_VALUES.replace("vibrationX", "vibration\\u0058").replace("\"Pump\"", "\"\\u0050ump\"");
        assertThat(accepted(Bodies.decode(Bodies.pump(), Bodies.payload(body))).values())
                .containsExactly(ROW);
    }

    @Test
    void plainDeviceName_isAnId() {
        accepted(Bodies.decode(
                Bodies.pump(), Bodies.payload(Bodies.KEY_VALUES.replace("urn:ngsi-ld:Pump:pump-7", "pump-7"))));
    }

    @Test
    void absentOptionalAndNull_areNaN_withTheirBitOff() {
        for (String members : new String[] {"", ",\"setpoint\":null", ",\"setpoint\":{\"value\":null}"}) {
            Observation observation = oven(members);
            assertThat(observation.values()[2]).isNaN();
            assertThat(observation.good()).isEqualTo(0b011);
            assertThat(observation.isGood(2)).isFalse();
            assertThat(observation.texts()).containsExactly("", "");
        }
    }

    @Test
    void textsStandBesideTheRow() {
        Observation observation =
                oven(",\"recipe\":\"crémé\",\"stage\":{\"type\":\"Property\",\"value\":\"h\\u006fld\"}");
        assertThat(observation.texts()).containsExactly("hold", "crémé");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"batch2\":{\"a\":[1,{\"a\":1},\"x\"],\"b\":{\"a\":null}}",
                ",\"note\":{\"deep\":[[[]]]},\"door\":true,\"shift\":2.0,\"zones\":[1,2]",
                ",\"note\":{\"type\":\"Property\",\"value\":1},\"door\":{\"value\":false}",
                ",\"setpoint\":0.5e1,\"serviced\":\"2020-02-29T23:59:59.999999999-23:59\"",
                ",\"manual\":{\"type\":\"Relationship\",\"object\":\"https://[::1]:80/a?b=%20#c\"}",
                ",\"@context\":\"https://example.org/context.jsonld\"",
            })
    void whatTheContractAllows_passes(String members) {
        oven(members);
    }

    @Test
    void oneWithoutFraction_isAnInteger() {
        String body =
                "{\"id\":\"a:oven-1\",\"type\":\"Oven\",\"at\":\"2026-11-22T15:00:00Z\",\"temperature\":1,\"batch\":1.0e2}";
        assertThat(accepted(Bodies.decode(Bodies.oven(), Bodies.payload("oven-1", Bodies.utf8(body))))
                        .values()[1])
                .isEqualTo(100.0);
    }
}
