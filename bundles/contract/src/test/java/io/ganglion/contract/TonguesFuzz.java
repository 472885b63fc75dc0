// SPDX-License-Identifier: Apache-2.0
package io.ganglion.contract;

import io.ganglion.api.contract.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The long round of fuzzing, guided by coverage: Maven's profile {@code fuzz}. The first byte of an input is the media type,
 * the rest the body. An input that breaks a promise is left in {@code target}; it belongs into the corpus then.
 */
public final class TonguesFuzz {
    private static final Decoder DECODER = Speech.decoder(Bodies.pump());

    private TonguesFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            String mediaType = Sound.MEDIA_TYPES.get((input[0] & 0xFF) % Sound.MEDIA_TYPES.size());
            Sound.decode(DECODER, mediaType, Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** Writes what it begins with: sound payloads and the corpus, each without a media type. */
    public static void main(String[] folder) throws IOException {
        Path seeds = Files.createDirectories(Path.of(folder[0]));
        List<byte[]> bodies = MutationTest.seeds();
        for (int i = 0; i < bodies.size(); i++) {
            byte[] input = new byte[bodies.get(i).length + 1];
            System.arraycopy(bodies.get(i), 0, input, 1, input.length - 1);
            Files.write(seeds.resolve("seed-" + i), input);
        }
    }
}
