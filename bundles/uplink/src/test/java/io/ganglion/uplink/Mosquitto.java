// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real broker in a process of its own, on a free port of the loopback. Tests that need it skip where it is absent. */
final class Mosquitto implements AutoCloseable {
    final int port;
    private final Path folder;
    private final List<String> lines = new ArrayList<>();
    private Optional<Process> process = Optional.empty();

    Mosquitto(Path folder, String... extra) throws IOException {
        this.folder = folder;
        this.port = freePort();
        lines.add("user " + System.getProperty("user.name"));
        lines.add("listener " + port + " 127.0.0.1");
        lines.add("max_queued_messages 0");
        lines.add("persistence true");
        lines.add("persistence_location " + folder + File.separator);
        lines.addAll(List.of(extra));
        if (lines.stream().noneMatch(line -> line.startsWith("password_file"))) {
            lines.add("allow_anonymous true");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static Path program(String name) {
        Optional<Path> found = Stream.of(
                        "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed (Debian: apt-get install mosquitto)");
        return found.get();
    }

    /** A password file with one login. */
    static Path passwords(Path folder, String user, String password) throws IOException, InterruptedException {
        Path file = folder.resolve("passwords");
        new ProcessBuilder(program("mosquitto_passwd").toString(), "-c", "-b", file.toString(), user, password)
                .inheritIO()
                .start()
                .waitFor();
        return file;
    }

    Mosquitto start() throws IOException {
        Path config = folder.resolve("mosquitto.conf");
        Files.write(config, lines);
        process = Optional.of(new ProcessBuilder(program("mosquitto").toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start());
        await().atMost(10, SECONDS).until(this::answers);
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it in order: it writes down what its clients have not acknowledged. */
    void stop() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            process.get().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
