// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoundedPacketsTest {
    private static final int LIMIT = 300;

    @Test
    void whatFitsPassesUnchanged_whatDoesNotIsCut_howeverTheBytesTrickle() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(LIMIT + 1)];
            random.nextBytes(body);
            write(sent, body);
            write(expected, Arrays.copyOf(body, Math.min(LIMIT, body.length)));
        }

        assertThat(drain(new BoundedPackets(new Trickle(sent.toByteArray()), LIMIT), random))
                .isEqualTo(expected.toByteArray());
    }

    @Test
    void aLengthOfMoreThanFourBytesIsNotMqtt() {
        byte[] torn = {0x30, -1, -1, -1, -1, 1};

        assertThatIOException()
                .isThrownBy(() -> new BoundedPackets(new ByteArrayInputStream(torn), LIMIT).read())
                .withMessageContaining("not MQTT");
    }

    private static void write(ByteArrayOutputStream out, byte[] body) {
        out.write(0x30);
        int rest = body.length;
        do {
            out.write(rest > 0x7F ? rest & 0x7F | 0x80 : rest);
            rest >>>= 7;
        } while (rest > 0);
        out.writeBytes(body);
    }

    private static byte[] drain(InputStream in, SplittableRandom random) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[512];
        while (true) {
            try {
                int read = in.read(chunk, 0, 1 + random.nextInt(chunk.length));
                if (read < 0) {
                    return all.toByteArray();
                }
                all.write(chunk, 0, read);
            } catch (SocketTimeoutException e) {
                // As Paho does: try again.
            }
        }
    }

    /** Gives a few bytes at a time, and times out between them. */
    private static final class Trickle extends InputStream {
        private final InputStream in;
        private final SplittableRandom random = new SplittableRandom(5);

        private Trickle(byte[] bytes) {
            this.in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (random.nextInt(4) == 0) {
                throw new SocketTimeoutException("quiet");
            }
            return in.read(target, offset, Math.min(length, 1 + random.nextInt(700)));
        }
    }
}
