// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** networknt and Jackson as the oracle: on key-values documents they and the compiled form accept the same ones. */
class OracleTest {
    /** Where the contract, NGSI-LD or this node asks for more than a JSON Schema can say. */
    private static final Set<Reason> OURS = Set.of(
            Reason.WRONG_DEVICE, Reason.TIME_IN_FUTURE, Reason.TIME_IN_PAST, Reason.NOT_FINITE, Reason.WRONG_CHARSET);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String OVEN_BODY =
            "{\"id\":\"urn:x:oven-1\",\"type\":\"Oven\",\"at\":\"2026-11-22T15:00:00Z\","
                    + "\"temperature\":20.5,\"batch\":7,\"setpoint\":2.5,\"stage\":\"hold\",\"recipe\":\"néab\",\"door\":true,\"shift\":2,"
                    + "\"serviced\":\"2026-01-01T00:00:00Z\",\"manual\":\"https://a.example/b\",\"zones\":[1],\"note\":[{\"x\":1}],\"more\":0}";

    private static final String[] PIECES = {
        "0",
        "1",
        "7",
        "-1",
        "0.5",
        "0.25",
        "1.0",
        "1e2",
        "1400",
        "1399.9999",
        "2.0",
        "\"heat\"",
        "\"Oven\"",
        "\"Kiln\"",
        "null",
        "true",
        "false",
        "[]",
        "[1,2]",
        "\"\"",
        "\"x\"",
        "\"abc\"",
        "\"abcdefghi\"",
        "\"\\u0061b\"",
        "\"2026-11-22T15:00:00+01:00\"",
        "\"2026-02-30T00:00:00Z\"",
        "\"urn:x:oven-1\"",
        "\"no uri\"",
        "3",
        "4",
        "1000000000",
        "1000000001",
        "1e999",
        "20",
        "20.0000001"
    };

    private static JsonSchema oracle(Path folder) throws IOException {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(folder.resolve("schema.json")), config);
    }

    private static boolean accepts(JsonSchema oracle, byte[] body) {
        try {
            JsonNode tree = STRICT.readTree(body);
            return tree.isObject() && oracle.validate(tree).isEmpty();
        } catch (IOException | NumberFormatException e) {
            // It stumbles over an infinity where a schema has multipleOf.
            return false;
        }
    }

    private static int agree(CompiledContract contract, JsonSchema oracle, String device, byte[] body) {
        Verdict verdict = Bodies.decode(contract, Bodies.payload(device, body));
        boolean accepted = verdict instanceof Observation;
        boolean due = accepts(oracle, body);
        boolean ours = verdict instanceof Rejection rejection
                && (OURS.contains(rejection.reason()) || isBeyondSchema(contract, rejection));
        if (accepted != due && !(ours && due)) {
            throw new AssertionError(
                    new String(body, StandardCharsets.UTF_8) + "\nnetworknt accepts: " + due + "\nwe say: " + verdict);
        }
        return accepted ? 1 : 0;
    }

    /** An overlay's narrower range, its one entity type, and its time, which the schema may leave out. */
    private static boolean isBeyondSchema(CompiledContract contract, Rejection rejection) {
        return contract.contract.name().equals("Oven")
                && (rejection.path().equals("/setpoint")
                        || rejection.path().equals("/type")
                        || rejection.path().equals("/at"));
    }

    @Test
    void randomBytes_areJudgedAlike() throws IOException {
        JsonSchema pump = oracle(Bodies.PUMP.resolve("contract"));
        JsonSchema oven = oracle(Bodies.OVEN);
        CompiledContract compiledPump = Bodies.pump();
        CompiledContract compiledOven = Bodies.oven();
        SplittableRandom random = new SplittableRandom(23);
        byte[] palette = Bodies.utf8("\"\\,:{}[]0123456789-+.eEtrufalsn \n\tZé");
        int accepted = 0;
        for (int i = 0; i < 12_000; i++) {
            boolean first = random.nextBoolean();
            byte[] body = Bodies.utf8(first ? Bodies.KEY_VALUES : OVEN_BODY);
            for (int n = random.nextInt(3); n >= 0; n--) {
                body[random.nextInt(body.length)] = palette[random.nextInt(palette.length)];
            }
            accepted += first ? agree(compiledPump, pump, "pump-7", body) : agree(compiledOven, oven, "oven-1", body);
        }
        assertThat(accepted).isBetween(500, 11_000);
    }

    @Test
    void randomMembers_areJudgedAlike() throws IOException {
        JsonSchema pump = oracle(Bodies.PUMP.resolve("contract"));
        JsonSchema oven = oracle(Bodies.OVEN);
        CompiledContract compiledPump = Bodies.pump();
        CompiledContract compiledOven = Bodies.oven();
        SplittableRandom random = new SplittableRandom(29);
        int accepted = 0;
        for (int i = 0; i < 12_000; i++) {
            boolean first = random.nextInt(4) == 0;
            byte[] body = Bodies.utf8(shuffled(first ? Bodies.KEY_VALUES : OVEN_BODY, random));
            accepted += first ? agree(compiledPump, pump, "pump-7", body) : agree(compiledOven, oven, "oven-1", body);
        }
        assertThat(accepted).isBetween(500, 11_000);
    }

    /** Members lost, doubled, moved, or with another value. */
    private static String shuffled(String body, SplittableRandom random) throws IOException {
        java.util.List<String> members = new java.util.ArrayList<>();
        STRICT.readTree(body).fields().forEachRemaining(field -> {
            String value = random.nextInt(12) == 0
                    ? PIECES[random.nextInt(PIECES.length)]
                    : field.getValue().toString();
            if (random.nextInt(40) > 0) {
                members.add("\"" + field.getKey() + "\":" + value);
            }
            if (random.nextInt(200) == 0) {
                members.add("\"" + field.getKey() + "\":" + value);
            }
        });
        for (int i = members.size() - 1; i > 0 && random.nextBoolean(); i--) {
            java.util.Collections.swap(members, i, random.nextInt(i + 1));
        }
        return "{" + String.join(",", members) + "}";
    }
}
