// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Reason;
import io.ganglion.api.contract.Rejection;
import io.ganglion.api.contract.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed payloads by hand, one a line: name, reason, path, body. A body is text, {@code hex:...}, or either of them
 * with {@code *N:} in front of a part that is repeated.
 */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final Decoder DECODER = Speech.decoder(Bodies.pump());

    /** A line of a corpus. */
    record Case(String mediaType, String name, Reason reason, String path, byte[] body) {
        @Override
        public String toString() {
            return mediaType + " " + name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        "senml.tsv",
                        "senml-cbor.tsv",
                        "onem2m.tsv",
                        "kura.tsv",
                        "sparkplug.tsv",
                        "json.tsv",
                        "gzip.tsv")
                .flatMap(CorpusTest::read);
    }

    static Stream<Case> read(String file) {
        try {
            List<String> lines = Files.readAllLines(CORPUS.resolve(file));
            String mediaType = lines.get(0).substring(2);
            return lines.stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> line.split("\t", -1))
                    .map(part -> new Case(mediaType, part[0], Reason.valueOf(part[1]), part[2], body(part[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code hex:08*3:0a}: 08, then 0a three times. */
    static byte[] body(String written) {
        boolean hex = written.startsWith("hex:");
        String[] parts = (hex ? written.substring(4) : written).split("\\*(?=\\d+:)", -1);
        StringBuilder whole = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            String rest = parts[i].substring(colon + 1);
            int end = rest.indexOf("*/");
            String repeated = end < 0 ? rest : rest.substring(0, end);
            whole.append(repeated.repeat(Integer.parseInt(parts[i].substring(0, colon))));
            whole.append(end < 0 ? "" : rest.substring(end + 2));
        }
        return hex
                ? HexFormat.of().parseHex(whole.toString().replace(" ", ""))
                : whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void malformedPayload_getsItsReasonAndPath(Case one) {
        Verdict verdict = DECODER.decode(Speech.payload(one.mediaType(), one.body()));
        assertThat(verdict).isInstanceOf(Rejection.class);
        Rejection rejection = (Rejection) verdict;
        assertThat(rejection.reason()).as(rejection.toString()).isEqualTo(one.reason());
        assertThat(rejection.path()).as(rejection.toString()).isEqualTo(one.path());
        assertThat(rejection.message()).hasSizeLessThan(400);
        assertThat(rejection.offset()).isBetween(-1L, (long) one.body().length);
    }
}
