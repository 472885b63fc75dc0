// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Observations;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** NGSI-LD's temporal representations give one row a time. */
class TemporalTest {
    private static final List<String> TIMES =
            List.of("2026-11-22T14:59:58Z", "2026-11-22T14:59:59Z", "2026-11-22T15:00:00Z");

    private static String instances(int skip) {
        return entity((name, value, unit) -> IntStream.range(0, TIMES.size())
                .filter(i -> i != skip || !name.equals("flow"))
                .mapToObj(i -> "{\"type\":\"Property\",\"observedAt\":\"%s\",\"unitCode\":\"%s\",\"value\":%s}"
                        .formatted(TIMES.get(i), unit, value + i / 8.0))
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static String simplified() {
        return entity((name, value, unit) -> IntStream.range(0, TIMES.size())
                .mapToObj(i -> "[%s, \"%s\"]".formatted(value + i / 8.0, TIMES.get(2 - i)))
                .collect(Collectors.joining(",", "{\"type\":\"Property\",\"values\":[", "]}")));
    }

    @FunctionalInterface
    private interface Attribute {
        String write(String name, double value, String unit);
    }

    private static String entity(Attribute attribute) {
        String[] units = {"K40", "K40", "AMP", "BAR", "CEL", "CEL", "VLT", "L2"};
        StringBuilder body = new StringBuilder("{\"id\":\"urn:ngsi-ld:Pump:pump-7\",\"type\":\"Pump\"");
        for (int i = 0; i < units.length; i++) {
            body.append(",\"").append(Speech.NAMES[i]).append("\":");
            body.append(attribute.write(Speech.NAMES[i], i + 1, units[i]));
        }
        return body + ",\"@context\":[\"https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld\"]}";
    }

    private static void areThree(Verdict verdict, double... flows) {
        assertThat(verdict).isInstanceOf(Observations.class);
        List<Observation> rows = ((Observations) verdict).rows();
        assertThat(rows).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(rows.get(i).time()).isEqualTo(Bodies.nanos(Instant.parse(TIMES.get(i))));
            assertThat(rows.get(i).values()[7]).isEqualTo(flows[i]);
            assertThat(rows.get(i).good()).isEqualTo(0xFF);
            assertThat(rows.get(i).entity()).isEqualTo("urn:ngsi-ld:Pump:pump-7");
        }
    }

    @Test
    void arraysOfInstances_areMergedByTime() {
        areThree(Speech.decode("application/ld+json", instances(-1)), 8, 8.125, 8.25);
    }

    @Test
    void pairsOfValueAndTime_areMergedByTime_oldestFirst() {
        areThree(Speech.decode("application/json", simplified()), 8.25, 8.125, 8);
    }

    @Test
    void oneInstanceEach_isOneRow() {
        String one =
                entity((name, value, unit) -> "[{\"value\":" + value + ",\"observedAt\":\"2026-11-22T15:00:00Z\"}]");
        assertThat(Speech.decode("", one)).isInstanceOf(Observation.class);
    }

    @Test
    void faults_haveThePathOfTheInstance() {
        expect(instances(1), Reason.MISSING_ATTRIBUTE, "/flow");
        expect(instances(-1).replace(":8.125}", ":8000}"), Reason.OUT_OF_RANGE, "/flow/1/value");
        expect(instances(-1).replace(":8.125}", ":\"x\"}"), Reason.WRONG_TYPE, "/flow/1/value");
        expect(instances(-1).replaceFirst("K40", "AMP"), Reason.WRONG_UNIT, "/vibrationX/0/value");
        expect(instances(-1).replaceFirst("14:59:59Z", "14:59:59"), Reason.BAD_TIME, "/vibrationX/1/observedAt");
        expect(instances(-1).replaceFirst("14:59:59Z", "14:59:58Z"), Reason.DUPLICATE_KEY, "/vibrationX/1/value");
        expect(instances(-1).replace("\"observedAt\"", "\"at\""), Reason.MISSING_ATTRIBUTE, "/vibrationX/0/observedAt");
        expect(instances(-1).replace("\"flow\":[{", "\"flow\":[7,{"), Reason.WRONG_TYPE, "/flow/0");
        expect(instances(-1).replace("pump-7", "pump-8"), Reason.WRONG_DEVICE, "/id");
        expect(instances(-1).replace("\"Pump\"", "\"Fan\""), Reason.WRONG_ENTITY_TYPE, "/type");
        expect(instances(-1).replace("14:59:58Z", "17:59:58Z"), Reason.TIME_IN_FUTURE, "/vibrationX/0/value");
        expect(simplified().replace("8.125, ", ""), Reason.WRONG_TYPE, "/flow/values/1");
        expect(simplified().replace("8.125, \"2026", "8.125, 1, \"2026"), Reason.WRONG_TYPE, "/flow/values/1/1");
        expect(simplified().replace("8.125", "null"), Reason.MISSING_ATTRIBUTE, "/flow/values/1/0");
        expect(simplified().replace("8.125", "[8]"), Reason.MISSING_ATTRIBUTE, "/flow/values/1/0");
        expect(simplified().replace("flow", "flaw"), Reason.UNKNOWN_ATTRIBUTE, "/flaw/values/0/0");
        expect(instances(-1) + "x", Reason.NOT_JSON, "");
        expect("[" + Bodies.KEY_VALUES + "," + Bodies.KEY_VALUES + "]", Reason.MALFORMED, "/0");
    }

    @Test
    void convertibleUnit_isWrong_unlessTheMappingConverts() {
        String body = Bodies.NORMALISED.replace("1.3302,\"unitCode\":\"AMP\"", "13.302,\"unitCode\":\"4K\"");
        Rejection refused = (Rejection) Speech.decode("", body);
        assertThat(refused.reason()).isEqualTo(Reason.WRONG_UNIT);
        assertThat(refused.path()).isEqualTo("/motorCurrent/unitCode");
        var files = new java.util.HashMap<>(
                Bodies.files("Pump", "1.0.0", Bodies.PUMP.resolve("contract")).files());
        files.put("contract/mapping.json", Bodies.utf8("{\"codec\":\"ngsi-ld\",\"units\":\"convert\"}"));
        var contract =
                ContractReader.compile(new ContractFiles("Pump", org.osgi.framework.Version.parseVersion("1"), files));
        Verdict verdict = Speech.decoder(contract).decode(Speech.payload("", body));
        assertThat(verdict).isInstanceOf(Observation.class);
        assertThat(((Observation) verdict).values()[2]).isEqualTo(0.013302);
        Verdict beyond = Speech.decoder(contract).decode(Speech.payload("", body.replace("13.302", "1330.2")));
        assertThat(((Observation) beyond).values()[2]).isEqualTo(1.3302);
        Verdict odd = Speech.decoder(contract).decode(Speech.payload("", body.replace("\"4K\"", "\"BAR\"")));
        assertThat(((Rejection) odd).reason()).isEqualTo(Reason.WRONG_UNIT);
    }

    private static void expect(String body, Reason reason, String path) {
        Verdict verdict = Speech.decode("application/json", body);
        assertThat(verdict).isInstanceOf(Rejection.class);
        assertThat(((Rejection) verdict).reason()).as(verdict.toString()).isEqualTo(reason);
        assertThat(((Rejection) verdict).path()).as(verdict.toString()).isEqualTo(path);
    }
}
