// SPDX-License-Identifier: Apache-2.0
package io.ganglion.inference.compiled;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Archives that Deeplearning4j wrote, and its own outputs; {@code ScoreFixtures} in {@code bench} makes them. */
public final class Fixtures {
    private Fixtures() {}

    /** For example {@code pump.zip}. */
    public static byte[] read(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/networks/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
