// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.itests.harness.Books;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stranger's client publishes good and bad payloads, and hears what became of each. */
class OutsideClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static Node node;
    private static Mosquitto mosquitto;
    private static Mosquitto.Subscription heard;
    private static Login gateway;

    @BeforeAll
    static void startNode() throws IOException {
        Mosquitto.orSkip();
        Path folder = Stage.folder("outside-client");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
        mosquitto = new Mosquitto(node.mqttPort(), folder);
        gateway = node.login("outside", "gateway");
        heard = mosquitto.subscribe(node.login("listener", "reader"), "ganglion/#");
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (heard != null) {
            heard.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aGoodReadingBecomesAnInsight() throws IOException {
        send("good", new Pump("good", NOW).next());
        await().atMost(PATIENCE).until(() -> !heard.bodies("/insight/Pump/good").isEmpty());
        JsonNode insight = JSON.readTree(heard.bodies("/insight/Pump/good").get(0));
        assertThat(insight.path("verdict").asText()).isEqualTo("commissioning");
        assertThat(insight.path("threshold").isNull()).isTrue();
        assertThat(insight.path("device").asText()).isEqualTo("good");
        assertThat(insight.path("contractVersion").asText()).isEqualTo("1.0.0");
        assertThat(insight.path("model").asText()).isEqualTo("pump-anomaly");
        assertThat(Instant.parse(insight.path("time").asText())).isEqualTo(NOW);
    }

    @Test
    void theNormalisedFormIsReadAsWell() throws IOException {
        send("normalised", normalised("normalised", "K40").getBytes(UTF_8));
        await().atMost(PATIENCE)
                .until(() -> !heard.bodies("/insight/Pump/normalised").isEmpty());
    }

    static Stream<Arguments> badPayloads() {
        String good = new Pump("bad", NOW).reading(NOW);
        return Stream.of(
                bad("not JSON", "hello", "NOT_JSON", ""),
                bad("truncated", good.substring(0, good.length() / 2), "TRUNCATED", null),
                bad("300 kB", "[" + "1,".repeat(150_000) + "1]", "TOO_LARGE", ""),
                bad(
                        "nested 10,000 deep",
                        good.replace("{\"id\"", "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"id\""),
                        "TOO_DEEP",
                        null),
                bad("NaN", number(good, "NaN"), "NOT_FINITE", "/motorCurrent"),
                bad("1e999", number(good, "1e999"), "NOT_FINITE", "/motorCurrent"),
                bad("duplicate key", good.replace("{\"id\"", "{\"flow\":1,\"id\""), "DUPLICATE_KEY", "/flow"),
                bad("wrong type", number(good, "\"much\""), "WRONG_TYPE", "/motorCurrent"),
                bad("missing attribute", good.replaceFirst(",\"flow\":[0-9.]+", ""), "MISSING_ATTRIBUTE", "/flow"),
                bad(
                        "unknown entity type",
                        good.replace("\"type\":\"Pump\"", "\"type\":\"Kettle\""),
                        "WRONG_ENTITY_TYPE",
                        "/type"),
                bad("wrong unit", normalised("bad", "C62"), "WRONG_UNIT", "/vibrationX/unitCode"),
                bad("out of range", number(good, "412.5"), "OUT_OF_RANGE", "/motorCurrent"),
                bad("far future", at(good, "2999-01-01T00:00:00Z"), "TIME_IN_FUTURE", "/dateObserved"),
                bad("far past", at(good, "1970-01-01T00:00:00Z"), "TIME_IN_PAST", "/dateObserved"),
                bad("no time at all", at(good, "yesterday"), "BAD_TIME", "/dateObserved"),
                bad("another device's", good.replace("Pump:bad", "Pump:other"), "WRONG_DEVICE", "/id"),
                Arguments.of(
                        "Latin-1",
                        good.replace("Pump:bad", "Pump:b\u00e4d").getBytes(ISO_8859_1),
                        "WRONG_CHARSET",
                        null),
                Arguments.of("UTF-16", good.getBytes(UTF_16), "WRONG_CHARSET", null),
                bad("empty", "", "EMPTY", ""));
    }

    @ParameterizedTest(name = "{0} is {2}")
    @MethodSource("badPayloads")
    void aBadPayloadIsQuarantinedWithItsReasonAndPath_andItsNeighbourIsNot(
            String what, byte[] body, String reason, String path) throws IOException {
        int before = heard.bodies("/quarantine/Pump/bad").size();
        int neighbours = heard.bodies("/insight/Pump/neighbour").size();
        Books books = node.books();
        send("bad", body);
        send(
                "neighbour-" + what.replaceAll("[^A-Za-z0-9]", "-"),
                new Pump("neighbour-" + what.replaceAll("[^A-Za-z0-9]", "-"), NOW).next());
        await().atMost(PATIENCE)
                .until(() -> heard.bodies("/quarantine/Pump/bad").size() > before
                        && heard.bodies("/insight/Pump/neighbour").size() > neighbours);
        JsonNode kept = JSON.readTree(heard.bodies("/quarantine/Pump/bad").get(before));
        assertThat(kept.path("reason").asText()).isEqualToIgnoringCase(reason);
        if (path != null) {
            assertThat(kept.path("path").asText()).isEqualTo(path);
        }
        assertThat(kept.path("message").asText()).isNotBlank();
        Books after = node.books();
        assertThat(after.quarantined() - books.quarantined()).isEqualTo(1);
        assertThat(listed(kept.path("id").asText())).isEqualToIgnoringCase(reason);
    }

    @Test
    void samePumpThroughSixTongues_getsTheSameInsight() throws IOException {
        for (var said : OtherTongues.at(NOW).entrySet()) {
            send(said.getKey(), said.getValue());
            await().alias(said.getKey()).atMost(PATIENCE).until(() -> !heard.bodies("/insight/Pump/" + said.getKey())
                    .isEmpty());
        }
        JsonNode due = JSON.readTree(heard.bodies("/insight/Pump/says-ngsi-ld").get(0));
        for (String device : OtherTongues.at(NOW).keySet()) {
            JsonNode insight =
                    JSON.readTree(heard.bodies("/insight/Pump/" + device).get(0));
            assertThat(insight.path("score")).as(device).isEqualTo(due.path("score"));
            assertThat(insight.path("time")).as(device).isEqualTo(due.path("time"));
            assertThat(insight.path("contributions")).as(device).isEqualTo(due.path("contributions"));
        }
    }

    @Test
    void aBadRecordOfAnotherTongue_isQuarantinedWithItsPath() throws IOException {
        String bad = new String(OtherTongues.senml("bad-senml", NOW), UTF_8).replace("1330", "133000");
        send("bad-senml", bad.getBytes(UTF_8));
        await().atMost(PATIENCE)
                .until(() -> !heard.bodies("/quarantine/Pump/bad-senml").isEmpty());
        JsonNode kept = JSON.readTree(heard.bodies("/quarantine/Pump/bad-senml").get(0));
        assertThat(kept.path("reason").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(kept.path("path").asText()).isEqualTo("/3/v");
    }

    @Test
    void anUnknownContractIsQuarantinedToo() throws IOException {
        publish("ganglion/plant1/telemetry/Kettle/kettle-1", "{}".getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> heard.bodies("/quarantine/Kettle/kettle-1").stream()
                .anyMatch(body -> body.toUpperCase(java.util.Locale.ROOT).contains("UNKNOWN_CONTRACT")));
    }

    @Test
    void fiftyMegabytesAreRefusedBySize_andTheNodeGoesOn() throws IOException {
        mosquitto.publish(gateway, "ganglion/plant1/telemetry/Pump/huge", new byte[50 << 20]);
        send("after-huge", new Pump("after-huge", NOW).next());
        await().atMost(PATIENCE)
                .until(() -> !heard.bodies("/insight/Pump/after-huge").isEmpty());
        assertThat(heard.bodies("/insight/Pump/huge")).isEmpty();
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        Ganglion.Output output = mosquitto.publish(
                new Login(gateway.user(), "wrong"), "ganglion/plant1/telemetry/Pump/intruder", new byte[] {'1'});
        assertThat(output.code()).isNotZero();
        assertThat(output.text()).containsIgnoringCase("not authori");
        assertThat(heard.bodies("/Pump/intruder")).isEmpty();
    }

    @Test
    void aDeviceMayNotSpeakForAnother() throws IOException {
        Login pump7 = node.login("pump-7", "device");
        mosquitto.publish(pump7, "ganglion/plant1/telemetry/Pump/pump-8", new Pump("pump-8", NOW).next());
        assertThat(mosquitto
                        .publish(pump7, "ganglion/plant1/telemetry/Pump/pump-7", new Pump("pump-7", NOW).next())
                        .code())
                .isZero();
        await().atMost(PATIENCE)
                .until(() -> !heard.bodies("/insight/Pump/pump-7").isEmpty());
        assertThat(heard.bodies("/Pump/pump-8")).noneMatch(body -> body.contains("verdict") || body.contains("reason"));
    }

    private static String listed(String id) throws IOException {
        for (JsonNode entry : node.json("aiot:quarantine-list -n 1000")) {
            if (entry.path("id").asText().equals(id)) {
                return entry.path("reason").asText();
            }
        }
        return "not listed";
    }

    private static void send(String device, byte[] body) throws IOException {
        publish("ganglion/plant1/telemetry/Pump/" + device, body);
    }

    private static void publish(String topic, byte[] body) throws IOException {
        assertThat(mosquitto.publish(gateway, topic, body))
                .as("mosquitto_pub to %s", topic)
                .extracting(Ganglion.Output::code)
                .isEqualTo(0);
    }

    private static Arguments bad(String what, String body, String reason, String path) {
        return Arguments.of(what, body.getBytes(UTF_8), reason, path);
    }

    private static String number(String good, String value) {
        return good.replaceFirst("\"motorCurrent\":[0-9.]+", "\"motorCurrent\":" + value);
    }

    private static String at(String good, String time) {
        return good.replaceFirst("\"dateObserved\":\"[^\"]+\"", "\"dateObserved\":\"" + time + "\"");
    }

    private static String normalised(String device, String vibrationUnit) {
        StringBuilder text = new StringBuilder("{\"id\":\"urn:ngsi-ld:Pump:" + device + "\",\"type\":\"Pump\"");
        List<List<String>> attributes = List.of(
                List.of("vibrationX", "0.027", vibrationUnit),
                List.of("vibrationY", "0.04", "K40"),
                List.of("motorCurrent", "1.33", "AMP"),
                List.of("dischargePressure", "0.2", "BAR"),
                List.of("motorTemperature", "79.3", "CEL"),
                List.of("fluidTemperature", "26.0", "CEL"),
                List.of("supplyVoltage", "233.0", "VLT"),
                List.of("flow", "32.0", "L2"));
        for (List<String> attribute : attributes) {
            text.append(",\"%s\":{\"type\":\"Property\",\"value\":%s,\"unitCode\":\"%s\",\"observedAt\":\"%s\"}"
                    .formatted(attribute.get(0), attribute.get(1), attribute.get(2), NOW));
        }
        return text.append('}').toString();
    }
}
