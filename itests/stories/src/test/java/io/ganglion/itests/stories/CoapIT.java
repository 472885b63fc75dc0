// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import io.ganglion.itests.harness.Node;
import io.ganglion.itests.harness.Pump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** libcoap's clients post to a node as it is delivered. */
class CoapIT {

    private static final Path PLAIN = Path.of("/usr/bin/coap-client-notls");
    private static final Path SECURE = Path.of("/usr/bin/coap-client-openssl");
    private static final Pattern CODE = Pattern.compile("c:([245]\\.\\d\\d)");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static Path folder;
    private static Node node;

    @BeforeAll
    static void startNode() throws IOException {
        assumeTrue(Files.isExecutable(SECURE), "libcoap is not installed (Debian: apt-get install libcoap3-bin)");
        folder = Stage.folder("coap");
        node = Node.at(Ganglion.underTest(), folder, "node").start();
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aGoodReadingIsScored_andABadOneIsQuarantined_andBothAreAnsweredFor() throws IOException {
        assertThat(post(PLAIN, "coap", "coap-good", new Pump("coap-good", NOW).next()))
                .isEqualTo("2.04");
        assertThat(post(PLAIN, "coap", "coap-bad", new byte[] {'{'})).isEqualTo("2.04");

        // By device: this machine's own sensors report meanwhile.
        assertThat(count("coap-good", "accepted")).isEqualTo(1);
        assertThat(count("coap-bad", "accepted")).isZero();
        assertThat(count("coap-bad", "quarantined")).isEqualTo(1);
    }

    @Test
    void aDeviceWithItsKeyPostsUnderItsName_aWrongKeyFailsTheHandshake() throws IOException {
        Login login = node.coapKey("coap-7", "device");
        byte[] reading = new Pump("coap-7", NOW).next();

        assertThat(post(SECURE, "coaps", "coap-7", reading, "-u", login.user(), "-k", login.password()))
                .isEqualTo("2.04");
        assertThat(post(SECURE, "coaps", "coap-8", reading, "-u", login.user(), "-k", login.password()))
                .isEqualTo("4.03");
        assertThat(post(SECURE, "coaps", "coap-7", reading, "-u", login.user(), "-k", "wrong" + login.password()))
                .isEqualTo("none");
    }

    private static long count(String device, String what) throws IOException {
        for (JsonNode entry : node.json("aiot:device-list")) {
            if (entry.path("device").asText().equals(device)) {
                return entry.path(what).asLong();
            }
        }
        throw new AssertionError("not listed: device=" + device);
    }

    /** The last code that came, or {@code none}. */
    private static String post(Path client, String scheme, String device, byte[] body, String... options)
            throws IOException {
        Path file = Files.write(folder.resolve(device + ".json"), body);
        List<String> command = new ArrayList<>(
                List.of(client.toString(), "-v", "7", "-B", "10", "-m", "post", "-t", "50", "-f", file.toString()));
        command.addAll(List.of(options));
        int port = (scheme.equals("coap") ? 5_683 : 5_684) + node.offset();
        command.add(scheme + "://127.0.0.1:" + port + "/ganglion/plant1/telemetry/Pump/" + device);
        String text = Ganglion.run(new ProcessBuilder(command), 60).text();
        String code = "none";
        for (Matcher match = CODE.matcher(text); match.find(); ) {
            code = match.group(1);
        }
        return code;
    }
}
