// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import io.ganglion.api.device.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Same shape, same verdict: whatever one byte is changed to, the template's verdict is the full decoder's. */
class TemplateTest {
    private static final CompiledContract PUMP = Bodies.pump();
    private static final CompiledContract OVEN = Bodies.oven();

    private static final String OVEN_BODY =
            "{ \"@context\":[\"https://a.example/c\"], \"id\":\"urn:x:oven-1\",\"type\":\"Oven\","
                    + "\"temperature\":{\"value\":1.25e1,\"observedAt\":\"2026-11-22T14:59:59.5+01:00\"},\"batch\":7,\"setpoint\":2.50,"
                    + "\"recipe\":\"né\\u0061b\",\"shift\":2,\"door\":true,\"serviced\":{\"type\":\"Property\",\"value\":\"2026-01-01T00:00:00Z\"},"
                    + "\"note\":{\"x\":[1,null,-2.5]}, \"other\":[ ] }\n";

    private record Case(CompiledContract contract, String device, String body) {}

    private static List<Case> cases() {
        return List.of(
                new Case(PUMP, "pump-7", Bodies.KEY_VALUES),
                new Case(
                        PUMP,
                        "pump-7",
                        Bodies.KEY_VALUES
                                .replace(":", " : ")
                                .replace(" : pump", ":pump")
                                .replace("5 : 00 : 00", "5:00:00")),
                new Case(PUMP, "pump-7", Bodies.NORMALISED),
                new Case(PUMP, "pump-7", Bodies.CONCISE),
                new Case(OVEN, "oven-1", OVEN_BODY));
    }

    private final class Judge {
        final Case subject;
        final FullDecoder full;
        final Template template;
        final JsonReader reader = new JsonReader(32);
        int matched;
        int judged;

        Judge(Case subject) {
            this.subject = subject;
            FullDecoder first = new FullDecoder(subject.contract, 32);
            Payload payload = Bodies.payload(subject.device, Bodies.utf8(subject.body));
            Verdict verdict = first.decode(payload);
            assertThat(verdict).isInstanceOf(Observation.class);
            assertThat(first.spans.isWhole()).isTrue();
            template = new Template(subject.contract, payload.body(), (Observation) verdict, first.spans);
            full = new FullDecoder(subject.contract, 32);
        }

        /** The template may pass a payload on to the full way; where it decides, it decides alike. */
        void judge(byte[] body) {
            judged++;
            Payload payload = Bodies.payload(subject.device, body);
            Observation byTemplate = template.match(payload, reader);
            if (byTemplate != null) {
                matched++;
                Verdict due = full.decode(payload);
                if (!Bodies.same(byTemplate, due)) {
                    throw new AssertionError(
                            new String(body, java.nio.charset.StandardCharsets.UTF_8) + "\n" + byTemplate + "\n" + due);
                }
            }
        }
    }

    private static final byte[] REPLACEMENTS = Bodies.utf8("\" \\,:{}[]0123456789-+.eEtfnZz/uaN\n\t\u0001_");

    @Test
    void everyByteChangedInsertedOrLost_getsTheFullDecodersVerdict() {
        for (Case subject : cases()) {
            Judge judge = new Judge(subject);
            byte[] body = Bodies.utf8(subject.body);
            for (int i = 0; i <= body.length; i++) {
                judge.judge(Arrays.copyOf(body, i));
                if (i < body.length) {
                    judge.judge(splice(body, i, 1));
                    judge.judge(splice(body, i, 2));
                }
                for (byte b : REPLACEMENTS) {
                    judge.judge(splice(body, i, 0, b));
                    if (i < body.length) {
                        judge.judge(splice(body, i, 1, b));
                    }
                }
                for (int b : new int[] {0, 0x7F, 0x80, 0xC3, 0xFF}) {
                    judge.judge(splice(body, i, Math.min(1, body.length - i), (byte) b));
                }
            }
            assertThat(judge.matched).isBetween(100, judge.judged / 2);
        }
    }

    @Test
    void allBytesEverywhere_inAShortDocument() {
        Judge judge = new Judge(new Case(
                OVEN,
                "o",
                "{\"id\":\"u:o\",\"type\":\"Oven\",\"at\":\"2026-11-22T15:00:00Z\",\"temperature\":1.5,\"batch\":1}"));
        byte[] body = Bodies.utf8(judge.subject.body);
        for (int i = 0; i < body.length; i++) {
            for (int b = 0; b < 256; b++) {
                judge.judge(splice(body, i, 1, (byte) b));
                judge.judge(splice(body, i, 0, (byte) b));
            }
        }
        assertThat(judge.matched).isPositive();
    }

    @Test
    void valuesOfOtherLengths_getTheFullDecodersVerdict() {
        SplittableRandom random = new SplittableRandom(5);
        String[] numbers = {
            "0",
            "-0.0",
            "1e2",
            "5",
            "19.999999999999999999",
            "20.000000000000001",
            "7.25",
            "1e999",
            "-1",
            "NaN",
            "3 ",
            "1.",
            "0.30000000000000004",
            "1300"
        };
        String[] times = {
            "2026-11-22T15:00:00Z",
            "2026-11-22T16:00:00.123456789+01:00",
            "2027-01-01T00:00:00Z",
            "2010-01-01T00:00:00Z",
            "2026-11-22",
            "x"
        };
        for (Case subject : cases()) {
            Judge judge = new Judge(subject);
            for (int i = 0; i < 3_000; i++) {
                String body = subject.body;
                var matcher = java.util.regex.Pattern.compile(
                                "(?<=[:\\[] ?)-?[0-9][0-9.eE+-]*(?=[ ,}\\]])|2026-[-0-9T:.+Z]*")
                        .matcher(body);
                judge.judge(Bodies.utf8(matcher.replaceAll(found -> random.nextInt(3) > 0
                        ? found.group()
                        : found.group().startsWith("2026-")
                                ? times[random.nextInt(times.length)]
                                : numbers[random.nextInt(numbers.length)])));
            }
            assertThat(judge.matched).isBetween(10, judge.judged - 10);
        }
    }

    private static byte[] splice(byte[] body, int at, int lost, byte... gained) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 4);
        out.write(body, 0, at);
        out.writeBytes(gained);
        int rest = Math.min(body.length, at + lost);
        out.write(body, rest, body.length - rest);
        return out.toByteArray();
    }

    @Test
    void decoderWithMemory_agreesWithAFreshOne_whateverCameBefore() {
        SplittableRandom random = new SplittableRandom(17);
        ShapeDecoder remembering = new ShapeDecoder(PUMP, 32, 3_000);
        List<String> bodies = new ArrayList<>(List.of(Bodies.KEY_VALUES, Bodies.NORMALISED, Bodies.CONCISE));
        bodies.add(Bodies.KEY_VALUES.replace("32.0", "-1"));
        bodies.add(Bodies.KEY_VALUES.replace("pump-7", "pump-8"));
        bodies.add(Bodies.KEY_VALUES.replace("32.0", "33.25"));
        for (int i = 0; i < 5_000; i++) {
            Payload payload = Bodies.payload(
                    "pump-" + (7 + random.nextInt(3)), Bodies.utf8(bodies.get(random.nextInt(bodies.size()))));
            Verdict due = Bodies.decode(PUMP, payload);
            assertThat(Bodies.same(remembering.decode(payload), due)).isTrue();
        }
    }

    @Test
    void repeatedShape_sharesTextsAndEntity_andOwnsItsRow() {
        ShapeDecoder decoder = new ShapeDecoder(OVEN, 32, ShapeDecoder.BUDGET);
        Observation first = (Observation) decoder.decode(Bodies.payload("oven-1", Bodies.utf8(OVEN_BODY)));
        Observation second =
                (Observation) decoder.decode(Bodies.payload("oven-1", Bodies.utf8(OVEN_BODY.replace("2.50", "3"))));
        assertThat(second.texts()).isSameAs(first.texts()).containsExactly("", "néab");
        assertThat(second.entity()).isSameAs(first.entity());
        assertThat(first.values()).containsExactly(12.5, 7, 2.5);
        assertThat(second.values()).containsExactly(12.5, 7, 3);
    }

    @Test
    void manyDevices_stayWithinTheBudget() {
        ShapeDecoder decoder = new ShapeDecoder(PUMP, 32, 50_000);
        for (int i = 0; i < 1_000; i++) {
            String device = "pump-" + i;
            Verdict verdict =
                    decoder.decode(Bodies.payload(device, Bodies.utf8(Bodies.KEY_VALUES.replace("pump-7", device))));
            assertThat(verdict).isInstanceOf(Observation.class);
        }
        assertThat(decoder.size()).isBetween(5, 80);
        assertThat(decoder.decode(Bodies.payload("pump-1", Bodies.utf8(Bodies.KEY_VALUES))))
                .isInstanceOf(Rejection.class);
    }
}
