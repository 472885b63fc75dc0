// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganglion.api.contract.Codec;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.device.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names are spelled once and met again; whatever came before, a document is read as if it were the first. */
class SpellingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Codec.Reader reader = new PlainJson().newReader();

    @Test
    void everyLeafHasItsPointer_whateverDocumentsCameBefore() throws Exception {
        Random random = new Random(20261123);
        for (int i = 0; i < 3_000; i++) {
            String document = object(random, 1 + random.nextInt(4), i % 500 == 7 ? 1_500 : 6);
            Ledger ledger = read(document);
            List<String> due = new ArrayList<>();
            leaves(JSON.readTree(document), "", due);
            assertThat(Arrays.asList(ledger.source).subList(0, ledger.count))
                    .as("document %d: %s", i, document)
                    .containsExactlyElementsOf(due);
            assertThat(Arrays.asList(ledger.path).subList(0, ledger.count)).containsExactlyElementsOf(due);
        }
    }

    @Test
    void theSameNameTwice_isRefused_howeverItIsWritten_andInWhateverObjectItWasBefore() throws Exception {
        read("{\"a\":1,\"b\":{\"a\":2}}");
        assertThat(refusal("{\"a\":1,\"b\":{\"a\":2},\"a\":3}")).isEqualTo("/a");
        assertThat(refusal("{\"a\":1,\"\\u0061\":3}")).isEqualTo("/a");
        assertThat(refusal("{\"b\":{\"c\":1,\"d\":2,\"c\":3}}")).isEqualTo("/b/c");
        assertThat(refusal("{\"x\":[{\"y\":1,\"y\":2}]}")).isEqualTo("/x/0/y");
        assertThat(read("{\"a\":1,\"b\":{\"a\":2}}").count).isEqualTo(2);
    }

    @Test
    void moreNamesThanAreRemembered_areReadAllTheSame_andATwinAmongThemIsFound() throws Exception {
        StringBuilder many = new StringBuilder("{\"first\":0");
        for (int i = 0; i < 5_000; i++) {
            many.append(",\"name").append(i).append("\":").append(i);
        }
        assertThat(read(many + "}").count).isEqualTo(5_001);
        assertThat(refusal(many + ",\"name4999\":1}")).isEqualTo("/name4999");
        assertThat(refusal(many + ",\"first\":1}")).isEqualTo("/first");
        assertThat(refusal(many + ",\"name7\":1}")).isEqualTo("/name7");
        assertThat(read("{\"first\":0,\"name4999\":1}").count).isEqualTo(2);
    }

    private Ledger read(String document) throws Codec.Malformed {
        Ledger ledger = new Ledger();
        reader.read(payload(document), ledger);
        return ledger;
    }

    private String refusal(String document) {
        Codec.Malformed malformed = catchThrowableOfType(Codec.Malformed.class, () -> read(document));
        assertThat(malformed.rejection().reason()).isEqualTo(Reason.DUPLICATE_KEY);
        return malformed.rejection().path();
    }

    private static Payload payload(String document) {
        return new Payload(
                "test", "Pump", "pump-7", "t", "application/json", document.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static String object(Random random, int depth, int most) {
        StringBuilder text = new StringBuilder("{");
        int members = random.nextInt(most + 1);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",").append('"').append(name(random, i)).append("\":");
            text.append(value(random, depth));
        }
        return text.append('}').toString();
    }

    /** Unique by its number; some need an escape in JSON, some one in a pointer. */
    private static String name(Random random, int number) {
        String[] stems = {"flow", "a/b", "t~", "\\u0066low", "vib\\\"x", "", "Überdruck"};
        return stems[random.nextInt(stems.length)] + number;
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 1 ? 6 : 4)) {
            case 0 -> Integer.toString(random.nextInt(1_000));
            case 1 -> "\"text\"";
            case 2 -> "true";
            case 3 -> "null";
            case 4 -> object(random, depth - 1, 6);
            default -> "[" + value(random, depth - 1) + "," + value(random, 1) + "]";
        };
    }

    private static void leaves(JsonNode node, String pointer, List<String> into) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(member -> leaves(
                            member.getValue(),
                            pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                            into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), pointer + "/" + i, into);
            }
        } else {
            into.add(pointer);
        }
    }
}
