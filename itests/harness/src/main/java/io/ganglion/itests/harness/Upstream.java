// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real broker beyond the node, Debian's mosquitto, that is stopped and started, and a subscriber of nobody of ours,
 * mosquitto_sub with a session that the broker keeps, that hears everything. Stopped in order (SIGTERM): mosquitto's
 * persistence is a snapshot, so a kill -9 would lose what it has acknowledged itself.
 */
public final class Upstream implements AutoCloseable {
    private static final int STOP_S = 20;

    private final Path folder;
    private final int port;
    private final Consumer<String> lines;
    private Process broker;
    private Process listener;

    /** @param lines every message as {@code user properties, topic, body} with spaces between; on a thread of its own */
    public Upstream(Path folder, Consumer<String> lines) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = Ports.free();
        this.lines = lines;
        Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        "user " + System.getProperty("user.name"),
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence true",
                        "persistence_location " + folder + "/",
                        "max_queued_messages 0",
                        "max_inflight_messages 1000"));
    }

    /** Whether this machine has what it takes. */
    public static boolean isInstalled() {
        return Stream.of("mosquitto", "mosquitto_sub").allMatch(name -> Files.isExecutable(program(name)));
    }

    private static Path program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin")
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/sbin", name));
    }

    public int port() {
        return port;
    }

    /** Returns when it answers. */
    public synchronized Upstream start() throws IOException {
        broker = new ProcessBuilder(
                        program("mosquitto").toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mosquitto.log").toFile()))
                .start();
        Awaitility.await("mosquitto answers").until(this::answers);
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it in order; it writes down what its clients have not acknowledged. */
    public synchronized void stop() throws IOException {
        end(broker);
    }

    /** Hears everything as soon as the subscription stands, which {@link #publish} can prove; reconnects by itself. */
    public void listen() throws IOException {
        listener = new ProcessBuilder(
                        "stdbuf",
                        "-oL",
                        program("mosquitto_sub").toString(),
                        "-V",
                        "5",
                        "-c",
                        "-x",
                        "604800",
                        "-i",
                        "truth",
                        "-p",
                        Integer.toString(port),
                        "-q",
                        "1",
                        "-t",
                        "ganglion/#",
                        "-F",
                        "%P %t %p")
                .redirectError(folder.resolve("mosquitto_sub.log").toFile())
                .start();
        Thread reader = new Thread(this::read, "upstream-listener");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            lines.accept("ended: " + e.getMessage());
        }
    }

    /** Publishes a message to itself, so that the listener proves that it listens. */
    public void publish(String topic, String body) throws IOException {
        Ganglion.Output output = Ganglion.run(
                new ProcessBuilder(
                        program("mosquitto_pub").toString(),
                        "-p",
                        Integer.toString(port),
                        "-q",
                        "1",
                        "-t",
                        topic,
                        "-m",
                        body),
                STOP_S);
        if (output.code() != 0) {
            throw new IOException("mosquitto_pub: " + output);
        }
    }

    private static void end(Process process) throws IOException {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it does not stop: " + process.info().commandLine());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it stops", e);
        }
    }

    @Override
    public void close() throws IOException {
        end(listener);
        stop();
    }
}
