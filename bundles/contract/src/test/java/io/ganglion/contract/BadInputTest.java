// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input, and what it gets: each kind has a reason of its own, and a path. */
class BadInputTest {
    private static final CompiledContract PUMP = Bodies.pump();
    private static final CompiledContract OVEN = Bodies.oven();

    private static String with(String spot, String instead) {
        assertThat(Bodies.KEY_VALUES).contains(spot);
        return Bodies.KEY_VALUES.replace(spot, instead);
    }

    private static String normalisedWith(String spot, String instead) {
        assertThat(Bodies.NORMALISED).contains(spot);
        return Bodies.NORMALISED.replaceFirst(
                java.util.regex.Pattern.quote(spot), java.util.regex.Matcher.quoteReplacement(instead));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("", Reason.EMPTY, ""),
                arguments(" \r\n\t ", Reason.EMPTY, ""),
                arguments("pump says hello", Reason.NOT_JSON, ""),
                arguments("<xml/>", Reason.NOT_JSON, ""),
                arguments("{'id':1}", Reason.NOT_JSON, ""),
                arguments(Bodies.KEY_VALUES + "x", Reason.NOT_JSON, ""),
                arguments(Bodies.KEY_VALUES + "{}", Reason.NOT_JSON, ""),
                arguments(with(":32.0}", ":32.0,}"), Reason.NOT_JSON, ""),
                arguments(with(":32.0", ":032.0"), Reason.NOT_JSON, "/flow"),
                arguments(with(":32.0", ":+32.0"), Reason.NOT_JSON, "/flow"),
                arguments(with(":32.0", ":32.e1"), Reason.NOT_JSON, "/flow"),
                arguments(with(":32.0", ":.5"), Reason.NOT_JSON, "/flow"),
                arguments(with(":32.0", ":0x20"), Reason.NOT_JSON, "/flow"),
                arguments(with(":32.0", ":nil"), Reason.NOT_JSON, "/flow"),
                arguments(with("\"flow\":", "\"flow\" "), Reason.NOT_JSON, "/flow"),
                arguments(with("Pump:", "Pump\n:"), Reason.NOT_JSON, "/id"),
                arguments(with("urn:", "\\q:"), Reason.NOT_JSON, "/id"),
                arguments(with("urn:", "\\u00g0:"), Reason.NOT_JSON, "/id"),
                arguments("{", Reason.TRUNCATED, ""),
                arguments("tru", Reason.TRUNCATED, ""),
                arguments(with("2.0}", ""), Reason.TRUNCATED, "/flow"),
                arguments(with(":32.0}", ":32."), Reason.TRUNCATED, "/flow"),
                arguments(with(":32.0}", ":-"), Reason.TRUNCATED, "/flow"),
                arguments("{\"id\":\"urn:\\", Reason.TRUNCATED, "/id"),
                arguments("[".repeat(10_000), Reason.TOO_DEEP, "/0".repeat(32 - 1) + "/0"),
                arguments("{\"a\":".repeat(10_000), Reason.TOO_DEEP, "/a".repeat(32)),
                arguments(with(":32.0", ":NaN"), Reason.NOT_FINITE, "/flow"),
                arguments(with(":32.0", ":nan"), Reason.NOT_FINITE, "/flow"),
                arguments(with(":32.0", ":Infinity"), Reason.NOT_FINITE, "/flow"),
                arguments(with(":32.0", ":-Infinity"), Reason.NOT_FINITE, "/flow"),
                arguments(with(":32.0", ":1e999"), Reason.NOT_FINITE, "/flow"),
                arguments(with(":32.0", ":{\"value\":-1e999}"), Reason.NOT_FINITE, "/flow/value"),
                arguments(with("\"flow\":32.0", "\"flow\":32.0,\"flow\":32.0"), Reason.DUPLICATE_KEY, "/flow"),
                arguments(with("\"flow\"", "\"type\""), Reason.DUPLICATE_KEY, "/type"),
                arguments(with("\"flow\":32.0", "\"flow\":32.0,\"fl\\u006fw\":1"), Reason.DUPLICATE_KEY, "/flow"),
                arguments(with("32.0", "{\"value\":1,\"value\":2}"), Reason.DUPLICATE_KEY, "/flow/value"),
                arguments(
                        with("32.0", "{\"value\":1,\"x\":{\"y\":[{\"z\":1,\"z\":1}]}}"),
                        Reason.DUPLICATE_KEY,
                        "/flow/x/y/0/z"),
                arguments(with("32.0", "{\"value\":1,\"a/b~\":0,\"a/b~\":0}"), Reason.DUPLICATE_KEY, "/flow/a~1b~0"),
                arguments(with("32.0", "\"32.0\""), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "true"), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "null"), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "[32.0]"), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "{}"), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "{\"unitCode\":\"L2\"}"), Reason.WRONG_TYPE, "/flow"),
                arguments(with("32.0", "{\"value\":{\"a\":1}}"), Reason.WRONG_TYPE, "/flow/value"),
                arguments(with("32.0", "{\"type\":\"Banana\",\"value\":1}"), Reason.WRONG_TYPE, "/flow/type"),
                arguments("[]", Reason.WRONG_TYPE, ""),
                arguments("7", Reason.WRONG_TYPE, ""),
                arguments("\"Pump\"", Reason.WRONG_TYPE, ""),
                arguments(with("\"2026-11-22T15:00:00.125Z\"", "1700000000"), Reason.WRONG_TYPE, "/dateObserved"),
                arguments(with("\"Pump\"", "[\"Pump\"]"), Reason.WRONG_TYPE, "/type"),
                arguments(with(",\"flow\":32.0", ""), Reason.MISSING_ATTRIBUTE, "/flow"),
                arguments(with("\"type\":\"Pump\",", ""), Reason.MISSING_ATTRIBUTE, "/type"),
                arguments(with("\"id\":\"urn:ngsi-ld:Pump:pump-7\",", ""), Reason.MISSING_ATTRIBUTE, "/id"),
                arguments(
                        with("\"dateObserved\":\"2026-11-22T15:00:00.125Z\",", ""),
                        Reason.MISSING_ATTRIBUTE,
                        "/dateObserved"),
                arguments("{}", Reason.MISSING_ATTRIBUTE, "/id"),
                arguments(with("\"flow\"", "\"flux\""), Reason.UNKNOWN_ATTRIBUTE, "/flux"),
                arguments(with("\"Pump\"", "\"Fan\""), Reason.WRONG_ENTITY_TYPE, "/type"),
                arguments(with("pump-7", "pump-8"), Reason.WRONG_DEVICE, "/id"),
                arguments(with("Pump:pump-7", "Pump:xpump-7"), Reason.WRONG_DEVICE, "/id"),
                arguments(normalisedWith("\"K40\"", "\"GRM\""), Reason.WRONG_UNIT, "/vibrationX/unitCode"),
                arguments(
                        with("1.3302", "{\"value\":1.3,\"unitCode\":\"4K\"}"),
                        Reason.WRONG_UNIT,
                        "/motorCurrent/unitCode"),
                arguments(with("1.3302", "100.1"), Reason.OUT_OF_RANGE, "/motorCurrent"),
                arguments(with("1.3302", "-1"), Reason.OUT_OF_RANGE, "/motorCurrent"),
                arguments(normalisedWith("1.3302", "1e5"), Reason.OUT_OF_RANGE, "/motorCurrent/value"),
                arguments(with("2026-11-22T15:00:00.125Z", "yesterday"), Reason.BAD_TIME, "/dateObserved"),
                arguments(with("2026-11-22T15", "2026-02-29T15"), Reason.BAD_TIME, "/dateObserved"),
                arguments(with("00.125Z", "00.125"), Reason.BAD_TIME, "/dateObserved"),
                arguments(
                        normalisedWith("22T15:00:00.025Z", "22 15:00:00.025Z"),
                        Reason.BAD_TIME,
                        "/vibrationX/observedAt"),
                arguments(with("2026-11-22T15:00", "2026-11-22T15:05"), null, ""),
                arguments(with("2026-11-22T15:00", "2026-11-22T15:06"), Reason.TIME_IN_FUTURE, "/dateObserved"),
                arguments(with("2026", "9999"), Reason.TIME_IN_FUTURE, "/dateObserved"),
                arguments(
                        normalisedWith("T15:00:00.125Z", "T16:00:00.125Z"),
                        Reason.TIME_IN_FUTURE,
                        "/dischargePressure/observedAt"),
                arguments(with("2026", "2015"), Reason.TIME_IN_PAST, "/dateObserved"),
                arguments(with("2026", "0001"), Reason.TIME_IN_PAST, "/dateObserved"),
                arguments(with("urn:", "\\ud83d:"), Reason.WRONG_CHARSET, "/id"),
                arguments(with("urn:", "\\udc00:"), Reason.WRONG_CHARSET, "/id"),
                arguments("\uFEFF" + Bodies.KEY_VALUES, Reason.WRONG_CHARSET, ""));
    }

    @ParameterizedTest(name = "{1} {2}: {0}")
    @MethodSource("bodies")
    void badPayload_getsItsReasonAndPath(String body, Reason reason, String path) {
        expect(Bodies.decode(PUMP, Bodies.payload(body)), reason, path);
    }

    static Stream<Arguments> ovens() {
        return Stream.of(
                arguments("\"temperature\":0", Reason.OUT_OF_RANGE, "/temperature"),
                arguments("\"temperature\":1400", Reason.OUT_OF_RANGE, "/temperature"),
                arguments("\"batch\":1.5", Reason.WRONG_TYPE, "/batch"),
                arguments("\"setpoint\":0.25", Reason.SCHEMA, "/setpoint"),
                arguments("\"setpoint\":1300.5", Reason.OUT_OF_RANGE, "/setpoint"),
                arguments("\"stage\":\"melt\"", Reason.SCHEMA, "/stage"),
                arguments("\"stage\":7", Reason.WRONG_TYPE, "/stage"),
                arguments("\"recipe\":\"x\"", Reason.SCHEMA, "/recipe"),
                arguments("\"recipe\":\"ABC\"", Reason.SCHEMA, "/recipe"),
                arguments("\"recipe\":\"abcdefghi\"", Reason.SCHEMA, "/recipe"),
                arguments("\"door\":\"open\"", Reason.WRONG_TYPE, "/door"),
                arguments("\"door\":{\"value\":1}", Reason.WRONG_TYPE, "/door/value"),
                arguments("\"shift\":4", Reason.SCHEMA, "/shift"),
                arguments("\"serviced\":\"2026-13-01T00:00:00Z\"", Reason.SCHEMA, "/serviced"),
                arguments("\"manual\":\"no uri\"", Reason.SCHEMA, "/manual"),
                arguments("\"zones\":{\"value\":3}", Reason.WRONG_TYPE, "/zones/value"),
                arguments("\"note\":{\"a\":1e999}", Reason.NOT_FINITE, "/note/a"),
                arguments("\"unknown\":[1,{\"x\":2,\"x\":3}]", Reason.DUPLICATE_KEY, "/unknown/1/x"));
    }

    @ParameterizedTest(name = "{1} {2}: {0}")
    @MethodSource("ovens")
    void againstAKeyword_getsItsReasonAndPath(String member, Reason reason, String path) {
        String name = member.substring(1, member.indexOf('"', 1));
        String body =
                "{\"id\":\"a:oven-1\",\"type\":\"Oven\",\"at\":\"2026-11-22T15:00:00Z\",\"temperature\":20,\"batch\":7}"
                        .replaceFirst("\"" + name + "\":[^,}]*", "\"gone\":0")
                        .replace("}", "," + member + "}");
        expect(Bodies.decode(OVEN, Bodies.payload("oven-1", Bodies.utf8(body))), reason, path);
    }

    @Test
    void otherEncodings_areWrongCharset_notNoise() {
        for (var charset : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            java.nio.charset.Charset.forName("UTF-32")
        }) {
            expect(decode(Bodies.KEY_VALUES.getBytes(charset)), Reason.WRONG_CHARSET, "");
        }
        byte[] latin = with("urn:", "ürn:").getBytes(StandardCharsets.ISO_8859_1);
        expect(decode(latin), Reason.WRONG_CHARSET, "/id");
        byte[] latinInUnknown =
                with("\"flow\":32.0", "\"flow\":32.0,\"ort\":\"Köln\"").getBytes(StandardCharsets.ISO_8859_1);
        expect(decode(latinInUnknown), Reason.WRONG_CHARSET, "/ort");
        expect(decode(new byte[] {'{', (byte) 0xE4}), Reason.WRONG_CHARSET, "");
        for (String overlong : new String[] {"c080", "eda080", "f4908080", "f8888080", "e28228", "80"}) {
            byte[] bytes = java.util.HexFormat.of().parseHex("227b".substring(0, 2) + overlong + "2220");
            expect(decode(bytes), Reason.WRONG_CHARSET, "");
        }
    }

    private static Verdict decode(byte[] body) {
        return Bodies.decode(PUMP, Bodies.payload("pump-7", body));
    }

    @Test
    void messageCarriesValueExpectationAndOffset() {
        Rejection rejection = (Rejection) Bodies.decode(PUMP, Bodies.payload(with("1.3302", "412.5")));
        assertThat(rejection.message()).isEqualTo("motorCurrent must be at most 100 AMP: 412.5");
        assertThat(rejection.offset()).isEqualTo(Bodies.KEY_VALUES.indexOf("1.3302"));
        assertThat(rejection.contract()).isEqualTo("Pump@1.0.0");
        rejection = (Rejection) Bodies.decode(PUMP, Bodies.payload(with("2026", "2027")));
        assertThat(rejection.message())
                .isEqualTo("dateObserved must be at most PT5M ahead of the node's clock: 2027-11-22T15:00:00.125Z,"
                        + " received at 2026-11-22T15:00:01Z");
    }

    @Test
    void hugePayloads_costTimeInProportion() {
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            names.append("\"n").append(i).append("\":0,");
        }
        byte[] many = Bodies.utf8(names + "\"n1\":0}");
        Rejection rejection = (Rejection) decode(many);
        assertThat(rejection.reason()).isEqualTo(Reason.DUPLICATE_KEY);
        assertThat(rejection.path()).isEqualTo("/n1");
        byte[] digits = Bodies.utf8(with(":32.0", ":" + "3".repeat(1_000_000)));
        expect(decode(digits), Reason.NOT_FINITE, "/flow");
        byte[] text = Bodies.utf8(with("\"flow\":32.0", "\"flow\":32.0,\"t\":\"" + "é".repeat(5_000_000) + "\""));
        expect(decode(text), Reason.UNKNOWN_ATTRIBUTE, "/t");
    }

    private static void expect(Verdict verdict, Reason reason, String path) {
        if (reason == null) {
            assertThat(verdict).isInstanceOf(io.ganglion.api.contract.Observation.class);
            return;
        }
        assertThat(verdict).isInstanceOf(Rejection.class);
        Rejection rejection = (Rejection) verdict;
        assertThat(rejection.reason()).as(rejection.toString()).isEqualTo(reason);
        assertThat(rejection.path()).as(rejection.toString()).isEqualTo(path);
        assertThat(rejection.message()).hasSizeLessThan(400);
    }

    /** The driver's name plays no part. */
    static Payload as(String contract, String mediaType, String body) {
        return new Payload("test", contract, "pump-7", "t", mediaType, Bodies.utf8(body), Bodies.NOW);
    }
}
