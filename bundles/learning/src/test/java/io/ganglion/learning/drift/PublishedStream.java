// SPDX-License-Identifier: Apache-2.0
package io.ganglion.learning.drift;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams that detectors are published with: 1,000 draws of 0 or 1, then draws of 4 to 7. One as Python's
 * {@code random.Random(12345)} draws them (River), one as NumPy's {@code seed(0)} does (CapyMOA).
 */
final class PublishedStream {
    private PublishedStream() {}

    static double[] python() {
        return read("python-12345.txt");
    }

    static double[] numpy() {
        return read("numpy-0.txt");
    }

    private static double[] read(String file) {
        try (InputStream in = PublishedStream.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), US_ASCII)
                    .chars()
                    .filter(Character::isDigit)
                    .mapToDouble(c -> c - '0')
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The indices at which a detector speaks. */
    static List<Integer> changes(Detector detector, double[] stream, boolean resetAfter) {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < stream.length; i++) {
            if (detector.add(stream[i])) {
                at.add(i);
                if (resetAfter) {
                    detector.reset();
                }
            }
        }
        return at;
    }
}
