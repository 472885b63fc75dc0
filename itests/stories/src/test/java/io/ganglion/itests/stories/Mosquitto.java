// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.stories;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ganglion.itests.harness.Ganglion;
import io.ganglion.itests.harness.Login;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * Debian's MQTT clients: nobody of ours wrote them.
 *
 * @param port of the node's broker
 * @param folder for the bodies that are published
 */
record Mosquitto(int port, Path folder) {

    /** Skips the test, visibly, where the clients are not installed. */
    static void orSkip() {
        for (String program : List.of("mosquitto_pub", "mosquitto_sub")) {
            boolean there = List.of("/usr/bin", "/usr/local/bin").stream()
                    .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
            assumeTrue(there, program + " is not installed (Debian: mosquitto-clients)");
        }
    }

    /** Publishes one body at QoS 1 and says how the client ended. */
    Ganglion.Output publish(Login login, String topic, byte[] body) throws IOException {
        Path file = Files.write(folder.resolve("body"), body);
        List<String> command = command("mosquitto_pub", login, topic);
        command.addAll(body.length == 0 ? List.of("-n") : List.of("-f", file.toString()));
        return Ganglion.run(new ProcessBuilder(command), 60);
    }

    private List<String> command(String program, Login login, String topic) {
        return new ArrayList<>(List.of(
                program,
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-u",
                login.user(),
                "-P",
                login.password(),
                "-q",
                "1",
                "-t",
                topic));
    }

    /** Listens from the moment this returns. */
    Subscription subscribe(Login login, String filter) throws IOException {
        List<String> command = command("mosquitto_sub", login, filter);
        // The status of the node is retained, so its arrival says that the subscription stands.
        command.addAll(List.of("-t", "ganglion/plant1/status/+", "-F", "%t %p"));
        return new Subscription(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** What mosquitto_sub printed: a line a message, topic and body. */
    static final class Subscription implements AutoCloseable {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Subscription(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "mosquitto-sub");
            reader.setDaemon(true);
            reader.start();
            Awaitility.await("the retained status")
                    .until(() -> lines.stream().anyMatch(line -> line.contains("/status/")));
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // The stream of a client that was ended; the story goes by what it heard before.
                lines.add("ended: " + e.getMessage());
            }
        }

        /** Bodies received on topics that contain this, in order. */
        List<String> bodies(String topicPart) {
            return lines.stream()
                    .filter(line -> line.split(" ", 2)[0].contains(topicPart))
                    .map(line -> line.split(" ", 2)[1])
                    .toList();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
