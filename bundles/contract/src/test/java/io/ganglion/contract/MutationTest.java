// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The short round of fuzzing: sound payloads and the corpus, bent at random by a seed. {@code TonguesFuzz} is the long one. */
class MutationTest {
    private static final int ROUNDS = Integer.getInteger("mutation.rounds", 150_000);
    private static final byte[][] PIECES = {
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
        {0x00},
        {0x7F, (byte) 0xF0, 0, 0, 0, 0, 0, 0},
        {(byte) 0x9F},
        {(byte) 0xBF},
        {(byte) 0xFB},
        {0x53},
        Bodies.utf8("1e999"),
        Bodies.utf8("-0"),
        Bodies.utf8("null"),
        Bodies.utf8("\"bt\":-1,"),
        Bodies.utf8("[[["),
        Bodies.utf8("{\"a\":"),
        Bodies.utf8("\\u0000")
    };

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>(List.of(
                Bodies.utf8(Bodies.KEY_VALUES),
                Bodies.utf8(Bodies.NORMALISED),
                Bodies.utf8(Speech.SENML),
                Bodies.utf8(Speech.CONTENT_INSTANCE),
                Bodies.utf8(Speech.FLEX_CONTAINER),
                Bodies.utf8(Speech.PLAIN),
                Speech.senmlCbor(),
                Speech.kura(),
                Speech.sparkplugBirth(),
                Speech.gzip(Speech.kura())));
        CorpusTest.cases()
                .map(CorpusTest.Case::body)
                .filter(body -> body.length < 2_000)
                .forEach(seeds::add);
        return seeds;
    }

    @Test
    void bentPayloads_getAVerdict_andNothingElse() {
        List<byte[]> seeds = seeds();
        SplittableRandom random = new SplittableRandom(20261122);
        Decoder decoder = Speech.decoder(Bodies.pump());
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = seeds.get(random.nextInt(seeds.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                body = bend(body, seeds, random);
            }
            String mediaType = Sound.MEDIA_TYPES.get(random.nextInt(Sound.MEDIA_TYPES.size()));
            Verdict verdict = Sound.decode(decoder, mediaType, body);
            if (verdict instanceof Rejection rejection) {
                reasons.merge(rejection.reason(), 1, Integer::sum);
            } else {
                accepted += verdict instanceof Observation ? 1 : 0;
            }
        }
        assertThat(accepted).isPositive();
        assertThat(reasons).containsKeys(Reason.TRUNCATED, Reason.MALFORMED, Reason.NOT_FINITE, Reason.NO_BIRTH);
    }

    private static byte[] bend(byte[] body, List<byte[]> seeds, SplittableRandom random) {
        int at = random.nextInt(body.length + 1);
        int to = Math.min(body.length, at + random.nextInt(1, 24));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> joined(Arrays.copyOf(body, at), Arrays.copyOfRange(body, to, body.length));
            case 2 -> joined(Arrays.copyOf(body, to), Arrays.copyOfRange(body, at, body.length));
            case 3 -> joined(
                    Arrays.copyOf(body, at),
                    joined(PIECES[random.nextInt(PIECES.length)], Arrays.copyOfRange(body, at, body.length)));
            case 4 -> joined(Arrays.copyOf(body, at), tail(seeds.get(random.nextInt(seeds.size())), random));
            default -> flipped(body, at, random);
        };
    }

    private static byte[] tail(byte[] other, SplittableRandom random) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    private static byte[] flipped(byte[] body, int at, SplittableRandom random) {
        byte[] bent = body.clone();
        if (at < bent.length) {
            bent[at] = random.nextBoolean() ? (byte) (bent[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
        }
        return bent;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
